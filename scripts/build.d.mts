/** Builds the server, the pages' JavaScript, stylesheet and font. Returns the manifest: name → hashed file name. */
export function build(options?: { minify?: boolean; folder?: string }): Promise<Record<string, string>>
