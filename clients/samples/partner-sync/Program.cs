// The commands follow; the parts under Client/ can be used as they are.
return 0;
