"""The estate as a whole: layers, agreements, what is wrong between files, capacity."""
