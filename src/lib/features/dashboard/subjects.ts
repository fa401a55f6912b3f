import type { Subject } from '#lib/ui/filters/choice.ts';
import type { Subjects } from './filters.server.ts';

/** The society and program of a filter as chips. */
export function subjectChips({ society, program }: Subjects): Subject[] {
	return [
		...(society ? [{ dim: 'society' as const, ar: society.ar, en: society.en }] : []),
		...(program ? [{ dim: 'program' as const, ar: program.ar, en: program.en }] : []),
	];
}
