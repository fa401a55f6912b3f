import { getContext, setContext } from 'svelte';
import type { Format } from '../i18n/format.ts';

const KEY = Symbol('format');

/** Called once by the root layout; `get` is read again whenever the reader's settings change. */
export function provideFormat(get: () => Format): void {
	setContext(KEY, get);
}

/** The reader's formatter, for components: `const format = useFormat()`, then `format().integer(3)`. */
export function useFormat(): () => Format {
	return getContext<() => Format>(KEY);
}
