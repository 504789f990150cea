/** A Lua value that cannot be sent to the kernel or kept, or one of the kernel that cannot be read. The message says which and where. */
export class ConversionError extends Error {}
