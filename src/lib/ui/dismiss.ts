import type { Attachment } from 'svelte/attachments';

/**
 * Lets an open `<details>` popover close as people expect: a press outside, Escape (focus returns to its summary).
 * Without scripts it still opens and closes by its summary.
 */
export const dismissable: Attachment<HTMLDetailsElement> = (details) => {
	const outside = (event: PointerEvent) => {
		if (details.open && !details.contains(event.target as Node)) details.open = false;
	};
	const escape = (event: KeyboardEvent) => {
		if (event.key !== 'Escape' || !details.open) return;
		details.open = false;
		details.querySelector('summary')?.focus();
		event.stopPropagation();
	};
	document.addEventListener('pointerdown', outside);
	details.addEventListener('keydown', escape);
	return () => {
		document.removeEventListener('pointerdown', outside);
		details.removeEventListener('keydown', escape);
	};
};
