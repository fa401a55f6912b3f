import type { Text } from '../i18n/text.ts';
import type { Problem } from '../platform/errors.ts';
import { addMonths, monthCount } from '../platform/clock.ts';
import type { Comparison } from '../platform/preferences.ts';
import { parseCount, type AsOf, type Count, type Read } from './known.ts';

/** Dimensions a figure can be filtered or broken down by, with the parameter name used in addresses and on the command line. */
export const CODE_DIMS = [
	'governorate',
	'category',
	'sector',
	'segment',
	'sex',
	'age',
	'unit',
	'section',
] as const;
export type CodeDim = (typeof CODE_DIMS)[number];
export type Dim = CodeDim | 'month' | 'society' | 'program';

/** Bilingual names of the dimensions, for chips, tables, notices and the dictionary. */
export const DIM_LABEL: Record<Dim, Text> = {
	month: { ar: 'الشهر', en: 'Month' },
	governorate: { ar: 'المحافظة', en: 'Governorate' },
	category: { ar: 'تصنيف الجمعية', en: 'Society category' },
	sector: { ar: 'القطاع', en: 'Sector' },
	segment: { ar: 'الفئة', en: 'Segment' },
	sex: { ar: 'الجنس', en: 'Sex' },
	age: { ar: 'الفئة العمرية', en: 'Age band' },
	unit: { ar: 'وحدة الخدمة', en: 'Unit of service' },
	section: { ar: 'قسم النموذج', en: 'Section of the form' },
	society: { ar: 'الجمعية', en: 'Society' },
	program: { ar: 'البرنامج', en: 'Program' },
};

/** An officer's portfolio in a filter: narrowed to it, dropped, or not spoken of. Only officers have one. */
export interface Portfolio {
	readonly show: 'mine' | 'all' | 'unsaid';
	readonly account: number;
	/** The day (ISO date) on which it is read. */
	readonly on: string;
}

/** Months `YYYY-MM`, both included; lists hold reference codes, an empty list means all. */
export interface Filter extends Readonly<Record<CodeDim, readonly string[]>> {
	readonly from: string;
	readonly to: string;
	readonly preset: Preset;
	readonly society?: number;
	readonly program?: number;
	readonly portfolio?: Portfolio;
	/** What its figures are compared with, on pages that compare; absent: the same months a year before. */
	readonly compare?: Comparison;
	/** Absent: as known now. */
	readonly asOf?: AsOf;
	/** Absent: verified figures alone. */
	readonly count?: Count;
}

export const PRESETS = ['ytd', 'last12', 'quarter', 'month', 'lastyear', 'custom'] as const;
export type Preset = (typeof PRESETS)[number];

const quarterStart = (month: string) => {
	const m = Number(month.slice(5));
	return `${month.slice(0, 5)}${String(m - ((m - 1) % 3)).padStart(2, '0')}`;
};

/** The months of a preset, ending at `anchor`, the newest month with complete reports. */
export function presetMonths(preset: Exclude<Preset, 'custom'>, anchor: string): [string, string] {
	const year = anchor.slice(0, 4);
	switch (preset) {
		case 'ytd':
			return [`${year}-01`, anchor];
		case 'last12':
			return [addMonths(anchor, -11), anchor];
		case 'quarter':
			return [quarterStart(anchor), anchor];
		case 'month':
			return [anchor, anchor];
		case 'lastyear':
			return [`${Number(year) - 1}-01`, `${Number(year) - 1}-12`];
	}
}

/** Months that figures can be about; a file's row outside them is rejected, a filter's month refused. */
export const FIRST_MONTH = '1990-01';
export const LAST_MONTH = '2199-12';

const MONTH = /^(199\d|2[01]\d\d)-(0[1-9]|1[0-2])$/;
const CODE = /^[\p{L}\p{N}_.-]{1,64}$/u;

/**
 * Reads a filter from an address or from command-line options. What is wrong is named in `problems` and left
 * out; the rest holds. `anchor` is the newest month with data; without a period the year to date is meant.
 */
export function parseFilter(read: Read, anchor: string): { filter: Filter; problems: Problem[] } {
	const problems: Problem[] = [];
	const months = parsePeriod(read, anchor, problems);
	const lists = Object.fromEntries(
		CODE_DIMS.map((dim) => [dim, parseCodes(read(dim), dim, problems)]),
	) as Record<CodeDim, string[]>;
	const society = parseId(read('society'), 'society', problems);
	const program = parseId(read('program'), 'program', problems);
	const count = parseCount(read('count').at(-1), problems);
	const filter: Filter = {
		...months,
		...lists,
		...(count && { count }),
		...(society === undefined ? {} : { society }),
		...(program === undefined ? {} : { program }),
	};
	return { filter, problems };
}

function parsePeriod(read: Read, anchor: string, problems: Problem[]) {
	const [from, to, period] = [read('from').at(-1), read('to').at(-1), read('period').at(-1)];
	const preset = PRESETS.find((p) => p === period);
	if (period && !preset) {
		problems.push({
			place: 'period',
			text: { ar: `الفترة «${period}» غير معروفة.`, en: `The period “${period}” is not known.` },
		});
	}
	if (preset && preset !== 'custom') {
		const [first, last] = presetMonths(preset, anchor);
		return { from: first, to: last, preset };
	}
	for (const [place, value] of [
		['from', from],
		['to', to],
	] as const) {
		if (value && !MONTH.test(value)) {
			problems.push({
				place,
				text: {
					ar: `«${value}» ليس شهرًا. اكتبوه هكذا: 2026-03`,
					en: `“${value}” is not a month. Write it like 2026-03.`,
				},
			});
		}
	}
	const [start, end] = [from && MONTH.test(from) ? from : '', to && MONTH.test(to) ? to : ''];
	if (start && end && start > end) {
		problems.push({
			place: 'from',
			text: {
				ar: 'يبدأ المدى بعد نهايته؛ بدّلنا الطرفين.',
				en: 'The period starts after its end; the two were swapped.',
			},
		});
		return { from: end, to: start, preset: 'custom' as const };
	}
	if (start || end) {
		const first = start || `${end.slice(0, 4)}-01`;
		const last = end || (start > anchor ? start : anchor);
		return { from: shortened(first, last, problems), to: last, preset: 'custom' as const };
	}
	const [first, last] = presetMonths('ytd', anchor);
	return { from: first, to: last, preset: 'ytd' as const };
}

/** Longer periods would read every month of two centuries for a chart that nobody can see. */
const LONGEST_MONTHS = 240;

function shortened(from: string, to: string, problems: Problem[]): string {
	if (monthCount(from, to) <= LONGEST_MONTHS) return from;
	problems.push({
		place: 'from',
		text: {
			ar: 'الفترة أطول من 20 سنة؛ أخذنا آخر 20 سنة منها.',
			en: 'The period is longer than 20 years; its last 20 years were taken.',
		},
	});
	return addMonths(to, 1 - LONGEST_MONTHS);
}

function parseCodes(values: string[], dim: CodeDim, problems: Problem[]): string[] {
	const codes = [
		...new Set(
			values
				.flatMap((v) => v.split(','))
				.map((v) => v.trim())
				.filter(Boolean),
		),
	];
	const good = codes.filter((c) => CODE.test(c)).slice(0, 64);
	for (const bad of codes.filter((c) => !CODE.test(c))) {
		problems.push({
			place: dim,
			text: {
				ar: `الرمز «${bad.slice(0, 40)}» غير صالح.`,
				en: `The code “${bad.slice(0, 40)}” is not valid.`,
			},
		});
	}
	return good.sort();
}

function parseId(values: string[], place: string, problems: Problem[]): number | undefined {
	const value = values.at(-1);
	if (!value) return undefined;
	if (/^[1-9]\d{0,14}$/.test(value)) return Number(value);
	problems.push({
		place,
		text: { ar: 'رقم السجل غير صالح.', en: 'That record number is not valid.' },
	});
	return undefined;
}

/** The address parameters that say exactly this filter, in a fixed order; `change` replaces or drops parts. */
export function filterQuery(filter: Filter, change: Partial<Filter> = {}): string {
	const f = { ...filter, ...change };
	const params = new URLSearchParams();
	if (f.preset === 'custom') {
		params.set('from', f.from);
		params.set('to', f.to);
	} else if (f.preset !== 'ytd') params.set('period', f.preset);
	for (const dim of CODE_DIMS) if (f[dim].length) params.set(dim, f[dim].join(','));
	if (f.society !== undefined) params.set('society', String(f.society));
	if (f.program !== undefined) params.set('program', String(f.program));
	if (f.portfolio && f.portfolio.show !== 'unsaid') params.set('portfolio', f.portfolio.show);
	if (f.asOf) params.set('asof', f.asOf.on);
	if (f.count) params.set('count', f.count);
	if (f.compare && f.compare !== 'year') params.set('compare', f.compare);
	const text = params.toString().replaceAll('%2C', ',');
	return text ? `?${text}` : '';
}

/** A filter that lets everything pass, narrowed by `change`. */
export function openFilter(change: Partial<Filter> = {}): Filter {
	const codes = Object.fromEntries(CODE_DIMS.map((dim) => [dim, []])) as unknown as Record<CodeDim, string[]>;
	return { from: '1990-01', to: '2199-12', preset: 'custom', ...codes, ...change };
}

/**
 * The months of a filter that can fairly be compared or held against a goal: up to `anchor`, the newest month whose
 * reports have fallen due. A filter that lies wholly after it stays as it is.
 */
export function comparable(filter: Filter, anchor: string): Filter {
	if (filter.to <= anchor || filter.from > anchor) return filter;
	return { ...filter, preset: 'custom', to: anchor };
}

/** The dimensions this filter narrows (the period aside). */
export function activeDims(filter: Filter): Dim[] {
	const dims: Dim[] = CODE_DIMS.filter((dim) => filter[dim].length > 0);
	if (filter.society !== undefined) dims.push('society');
	if (filter.program !== undefined) dims.push('program');
	return dims;
}

/** Whether the filter keeps to the officer's own portfolio. */
export function isPortfolio({ portfolio }: Filter): boolean {
	return portfolio?.show === 'mine';
}

/** The dimensions this filter narrows although a list or figure does not know them. */
export function unappliedDims(filter: Filter, dims: readonly Dim[]): Dim[] {
	return activeDims(filter).filter((dim) => !dims.includes(dim));
}

/** The filter without the given dimensions, for a figure to which they do not apply. */
export function withoutDims(filter: Filter, dims: readonly Dim[]): Filter {
	const cleared = Object.fromEntries(
		dims.filter((d) => d !== 'society' && d !== 'program').map((d) => [d, []]),
	);
	const { society, program, ...rest } = { ...filter, ...cleared };
	return {
		...rest,
		...(society === undefined || dims.includes('society') ? {} : { society }),
		...(program === undefined || dims.includes('program') ? {} : { program }),
	};
}
