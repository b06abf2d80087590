"""What every room needs and none owns: problems, slots, the cache, file locks, web addresses, slugs, catalogues."""
