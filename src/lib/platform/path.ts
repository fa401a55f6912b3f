// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const CONTROL = /[\u0000-\u001f\u007f]/;
const BEYOND_ASCII = /[\u0080-\uffff]+/g;
const LONGEST_PATH = 2048;

/**
 * Whether a request path is one this product can have produced: it starts with one slash, holds no `//`, no
 * backslash, no control character (plain or percent-encoded), decodes as UTF-8 and is at most 2 KiB long.
 */
export function isSanePath(path: string): boolean {
	if (path.length > LONGEST_PATH || !path.startsWith('/') || path.includes('//')) return false;
	try {
		const decoded = decodeURIComponent(path);
		return !decoded.includes('\\') && !decoded.includes('//') && !CONTROL.test(decoded);
	} catch {
		return false;
	}
}

/** A redirect target given by a browser: a local path with its query, or `fallback` for anything else. */
export function localTarget(target: string | null | undefined, fallback: string): string {
	if (!target || CONTROL.test(target) || target.length > LONGEST_PATH) return fallback;
	// A path that this server would refuse leads nowhere, and readers of addresses may take `\\` or `//` for a host.
	if (!isSanePath(target.replace(/[?#].*$/, ''))) return fallback;
	// A header carries ASCII only; letters typed as they are become their escapes.
	return target.replace(BEYOND_ASCII, (letters) => encodeURIComponent(letters.toWellFormed()));
}
