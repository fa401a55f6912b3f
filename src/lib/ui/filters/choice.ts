import type { CodeDim, Filter } from '../../kpi/filter.ts';
import type { Locale, Text } from '../../i18n/text.ts';
import type { Format } from '../../i18n/format.ts';
import * as m from '#lib/paraglide/messages.js';

/** One value of a dimension as the filter offers it; `count` is how many rows carry it. */
export interface Option extends Text {
	readonly code: string;
	readonly count?: number;
}

/** A dimension the bar offers, with its values. */
export interface Choice {
	readonly dim: CodeDim;
	readonly options: readonly Option[];
}

/** The society or program a page is narrowed to. */
export interface Subject extends Text {
	readonly dim: 'society' | 'program';
}

const ALL: Record<CodeDim, () => string> = {
	governorate: m.common_filter_all_governorate,
	category: m.common_filter_all_category,
	sector: m.common_filter_all_sector,
	segment: m.common_filter_all_segment,
	sex: m.common_filter_all_sex,
	age: m.common_filter_all_age,
	unit: m.common_filter_all_unit,
	section: m.common_filter_all_section,
};

/** What a dimension is narrowed to, in words: all, up to two names, or "3 of 9". */
export function chosenWords(choice: Choice, filter: Filter, locale: Locale, format: Format): string {
	const codes = filter[choice.dim];
	if (!codes.length) return ALL[choice.dim]();
	if (codes.length > 2) {
		return m.common_filter_some({
			n: format.integer(codes.length),
			all: format.integer(choice.options.length),
		});
	}
	return codes
		.map((code) => choice.options.find((option) => option.code === code)?.[locale] ?? code)
		.join(m.common_comma());
}
