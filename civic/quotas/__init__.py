"""What binds by number: how much of each quota of the catalogue the plans take, where, and for how many more bodies it lasts."""
