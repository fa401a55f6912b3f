import type { CliCommand } from '../cli.ts';
import { filterWords } from '#lib/features/exchange/export.server.ts';
import { figuresExport } from '#lib/features/exchange/exportkpi.server.ts';
import { refuse, strictFilter } from '#lib/features/exchange/exporttable.server.ts';
import { plainValue } from '#lib/features/dashboard/figuretable.ts';
import { KPIS, kpiById } from '#lib/features/dashboard/registry.server.ts';
import { parseBy, type CutDim } from '#lib/kpi/breakdown.ts';
import type { Figure, Kpi, Unit } from '#lib/kpi/define.ts';
import { askOf, ignoredDims, momentOf } from '#lib/kpi/read.server.ts';
import type { Context } from '#lib/platform/context.ts';
import { plainDecimal } from '#lib/tables/csv.ts';
import { options, reading, required } from './command.ts';
import { FILTER_OPTIONS, FILTER_USAGE, paramsOf } from './filters.ts';

const isMoney = (unit: Kpi['unit']) => unit === 'money' || unit === 'money_per_person';

/** One number as JSON says it: money as whole minor units and, beside it, as a decimal. */
function amount(
	ctx: Context,
	name: string,
	unit: Kpi['unit'],
	value: number | null,
): Record<string, unknown> {
	if (unit === 'contacts') return { [name]: value === null ? null : value / 1000 };
	if (!isMoney(unit)) return { [name]: value };
	const minor = value === null ? null : Math.round(value);
	return {
		[name]: minor,
		[`${name}Decimal`]: minor === null ? null : plainDecimal(minor, ctx.pack.currencyDigits),
	};
}

function figureJson(ctx: Context, kpi: Kpi, figure: Figure): Record<string, unknown> {
	const bottomUnit: Unit = (kpi.denominator ?? kpi.numerator).unit;
	return {
		...amount(ctx, 'value', kpi.unit, plainValue(kpi, figure.value)),
		...amount(ctx, 'numerator', kpi.numerator.unit, figure.numerator),
		...amount(ctx, 'denominator', bottomUnit, figure.denominator),
	};
}

const hasMoney = (kpi: Kpi) =>
	[kpi.unit, kpi.numerator.unit, kpi.denominator?.unit].some((u) => u && isMoney(u));

interface Answer {
	readonly kpi: Kpi;
	readonly by: readonly CutDim[];
	readonly whole: Figure;
	readonly groups: readonly Figure[];
	readonly head: Record<string, unknown>;
}

async function ask(ctx: Context, kpi: Kpi, params: URLSearchParams): Promise<Answer> {
	const { by, problems } = parseBy(kpi, params.getAll('by'));
	const { filter, references } = await strictFilter(ctx, params, ['by']);
	refuse(problems);
	const figures = async (cut: readonly CutDim[]) =>
		(await figuresExport(kpi, cut, references).open(ctx).page(filter, undefined, 1)).rows;
	const [whole] = await figures([]);
	const { today } = askOf(ctx, { reach: 'all' }, filter);
	const head = {
		code: kpi.id,
		label: kpi.label,
		unit: kpi.unit,
		...(hasMoney(kpi) ? { currency: ctx.pack.currency } : {}),
		from: filter.from,
		to: filter.to,
		asOf: kpi.moment === 'date' ? momentOf(filter, today) : today,
		filters: Object.fromEntries(new URLSearchParams(filterWords(filter))),
		ignored: ignoredDims(kpi, filter),
	};
	return { kpi, by, whole: whole!, groups: by.length ? await figures(by) : [], head };
}

function json(ctx: Context, { kpi, by, whole, groups, head }: Answer): string {
	const rows = groups.map((g) => ({
		...Object.fromEntries(by.map((dim, i) => [dim, g.keys[i]])),
		...figureJson(ctx, kpi, g),
	}));
	return JSON.stringify({ ...head, ...figureJson(ctx, kpi, whole), rows }, undefined, 2);
}

function written(ctx: Context, unit: Kpi['unit'], value: number | null): string {
	if (value === null) return '—';
	if (isMoney(unit))
		return `${ctx.pack.currency} ${plainDecimal(Math.round(value), ctx.pack.currencyDigits)}`;
	if (unit === 'percent') return `${value.toFixed(1)}%`;
	return (unit === 'contacts' ? value / 1000 : value).toLocaleString('en');
}

/** Columns as wide as their widest cell; the last three hold numbers. */
function aligned(lines: readonly (readonly string[])[], keys: number): string {
	const widths = lines[0]!.map((_, i) => Math.max(...lines.map((line) => line[i]!.length)));
	return lines
		.map((line) =>
			line.map((cell, i) => (i < keys ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  '),
		)
		.join('\n');
}

function text(ctx: Context, { kpi, by, whole, groups, head }: Answer): string {
	const cells = (figure: Figure) => [
		written(ctx, kpi.unit, figure.value),
		written(ctx, kpi.numerator.unit, figure.numerator),
		figure.denominator === null ? '' : written(ctx, kpi.denominator!.unit, figure.denominator),
	];
	const title = `${kpi.id}  ${kpi.label.en}  ${String(head.from)} to ${String(head.to)}, as of ${String(head.asOf)}`;
	const ignored = ignoredNote(head.ignored as readonly string[]);
	const first = [...(by.length ? by : ['']), 'value', 'numerator', kpi.denominator ? 'denominator' : ''];
	const all = [...(by.length ? ['all', ...by.slice(1).map(() => '')] : ['all']), ...cells(whole)];
	const body = [first, ...groups.map((g) => [...g.keys, ...cells(g)]), all];
	return [title, ...ignored, '', aligned(body, by.length || 1)].join('\n');
}

const ignoredNote = (ignored: readonly string[]) => (ignored.length ? [`Not by ${ignored.join(', ')}.`] : []);

function list(): number {
	for (const kpi of KPIS) console.log(`${kpi.id.padEnd(6)}  ${kpi.label.en}\n        ${kpi.formula.en}`);
	return 0;
}

export const command: CliCommand = {
	usage: `kpi CODE|list [--by month,segment] [--json] ${FILTER_USAGE}`,
	help: 'Prints a measure by the same definitions as the screens, or lists the measures. Works while a server runs.',
	async run(words) {
		const { positionals, values, file } = options(
			words,
			{
				...FILTER_OPTIONS,
				by: { type: 'string', multiple: true },
				json: { type: 'boolean' },
			},
			1,
		);
		const code = required(positionals[0], 'CODE');
		if (code === 'list') return list();
		const kpi = kpiById(code);
		if (!kpi) {
			console.error(`There is no measure "${code}". "kpi list" shows them.`);
			return 2;
		}
		return reading(file, async (ctx) => {
			const answer = await ask(ctx, kpi, paramsOf(values, [...Object.keys(FILTER_OPTIONS), 'by']));
			console.log(values.json ? json(ctx, answer) : text(ctx, answer));
			return 0;
		});
	},
};
