"""The offline engine: runs the Pulumi project's stacks on the real SDK and writes their plans."""
