"""Types of Pulumi itself, on whatever cloud: a module each."""
