/** Where `g` and a letter lead; only pages the viewer has in the navigation answer. */
export const PLACES: Readonly<Record<string, string>> = {
	o: '/overview',
	i: '/kpis',
	p: '/programs',
	s: '/societies',
	e: '/exports',
	r: '/review',
};

/** What a key press means here: a letter by its place on the board when the board writes another script. */
export function keyOf({ key, code }: Pick<KeyboardEvent, 'key' | 'code'>, isShifted: boolean): string {
	if (/^[a-z/?]$/i.test(key)) return key.toLowerCase();
	if (key === '؟') return '?';
	if (code === 'Slash') return isShifted ? '?' : '/';
	return /^Key[A-Z]$/.test(code) ? code.slice(3).toLowerCase() : key;
}

/** Whether a press is meant for what is focused: somebody types, or a menu or dialog is open over the page. */
export function isTaken({ target, isComposing }: Pick<KeyboardEvent, 'target' | 'isComposing'>): boolean {
	if (isComposing || !(target instanceof Element)) return isComposing;
	return target.closest('input, select, textarea, dialog, [contenteditable="true"]') !== null;
}
