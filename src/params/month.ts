import type { ParamMatcher } from '@sveltejs/kit';

/** A month as addresses name it: `2026-03`. */
export const match: ParamMatcher = (value) => /^(199\d|2[01]\d\d)-(0[1-9]|1[0-2])$/.test(value);
