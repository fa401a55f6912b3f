import type { Chart, Plugin } from 'chart.js';
import { WIDE, type ChartEnv, type StackedData } from './data.ts';
import { spread } from './labels.ts';
import { colourOf, fontOf, type ChartTheme } from './theme.ts';

interface Write {
	readonly size?: number;
	readonly weight?: number;
	readonly colour: string;
	readonly align?: CanvasTextAlign;
	readonly direction?: CanvasDirection;
}

/** A canvas ignores the page's direction: every string states its own. */
function write(
	ctx: CanvasRenderingContext2D,
	theme: ChartTheme,
	text: string,
	x: number,
	y: number,
	how: Write,
): void {
	ctx.save();
	ctx.font = fontOf(theme, how.size ?? 12, how.weight ?? 500);
	ctx.fillStyle = how.colour;
	ctx.direction = how.direction ?? (theme.rtl ? 'rtl' : 'ltr');
	ctx.textAlign = how.align ?? 'center';
	ctx.textBaseline = 'middle';
	ctx.fillText(text, x, y);
	ctx.restore();
}

function scalesOf(chart: Chart) {
	const { x, y } = chart.scales;
	if (!x || !y) throw new Error('a column chart has two axes');
	const step =
		chart.data.labels!.length > 1 ? Math.abs(x.getPixelForValue(1) - x.getPixelForValue(0)) : x.width;
	return { x, y, step };
}

/** Shaded months with a word above: what explains the shape. */
export function bandPlugin(data: StackedData, { theme }: ChartEnv): Plugin<'bar'> {
	return {
		id: 'bands',
		beforeDatasetsDraw(chart) {
			const { ctx, chartArea } = chart;
			const { x, step } = scalesOf(chart as Chart);
			for (const band of data.bands) {
				const ends = [x.getPixelForValue(band.from), x.getPixelForValue(band.to)];
				const left = Math.min(...ends) - step / 2;
				const width = Math.abs(ends[0]! - ends[1]!) + step;
				ctx.save();
				ctx.fillStyle = theme.band;
				ctx.fillRect(left, chartArea.top, width, chartArea.bottom - chartArea.top);
				ctx.restore();
				write(ctx, theme, band.label, left + width / 2, chartArea.top - 9, { colour: theme.ink2 });
			}
		},
	};
}

/** Months without any data: an empty dashed slot. */
export function slotPlugin(data: StackedData, { theme, width }: ChartEnv): Plugin<'bar'> {
	return {
		id: 'slots',
		afterDatasetsDraw(chart) {
			const { ctx, chartArea } = chart;
			const { x, step } = scalesOf(chart as Chart);
			const height = (chartArea.bottom - chartArea.top) * 0.3;
			const slot = Math.min(step * 0.59, 64);
			for (const i of data.missing.at) {
				const centre = x.getPixelForValue(i);
				ctx.save();
				ctx.strokeStyle = theme.zero;
				ctx.setLineDash([4, 3]);
				ctx.strokeRect(centre - slot / 2, chartArea.bottom - height, slot, height);
				ctx.restore();
				if (width > WIDE && slot > 40) {
					write(ctx, theme, data.missing.label, centre, chartArea.bottom - height / 2, {
						colour: theme.ink2,
						size: 11,
						weight: 400,
					});
				}
			}
		},
	};
}

function hollowDot(ctx: CanvasRenderingContext2D, theme: ChartTheme, x: number, y: number): void {
	ctx.save();
	ctx.beginPath();
	ctx.arc(x, y, 3.5, 0, 2 * Math.PI);
	ctx.fillStyle = theme.paper;
	ctx.fill();
	ctx.lineWidth = 1.75;
	ctx.strokeStyle = theme.prior;
	ctx.stroke();
	ctx.restore();
}

/** Totals on top, last year's dots, and the names of the series at the newest column. */
export function stackPlugin(data: StackedData, env: ChartEnv): Plugin<'bar'> {
	const { theme } = env;
	const wide = env.width > WIDE;
	return {
		id: 'stack',
		afterDatasetsDraw(chart) {
			const { ctx } = chart;
			const { x, y, step } = scalesOf(chart as Chart);
			const widest = Math.max(
				0,
				...data.totals.map((total) => (total === null ? 0 : env.measure(env.number(total), 12, 500))),
			);
			const room = wide && widest + 2 <= step;
			data.labels.forEach((_, i) => {
				const [total, prior] = [data.totals[i] ?? null, data.prior[i] ?? null];
				const centre = x.getPixelForValue(i);
				const dot = prior === null ? undefined : y.getPixelForValue(prior);
				if (dot !== undefined) hollowDot(ctx, theme, centre, dot);
				if (total === null || !room) return;
				const top = y.getPixelForValue(total);
				const crowded = dot !== undefined && dot < top + 5 && dot > top - 18;
				write(ctx, theme, env.number(total), centre, crowded ? Math.min(top, dot) - 12 : top - 9, {
					colour: theme.ink,
					direction: 'ltr',
				});
			});
			if (wide) nameSeries(chart as Chart, data, env);
		},
	};
}

/** Direct labels beside the newest column that has data, with leaders where they had to move apart. */
function nameSeries(chart: Chart, data: StackedData, { theme }: ChartEnv): void {
	const { ctx, chartArea } = chart;
	const { x, y, step } = scalesOf(chart);
	const end = data.totals.findLastIndex((total) => total !== null && total > 0);
	if (end < 0) return;
	const side = theme.rtl ? -1 : 1;
	const barWidth = Math.min(step * 0.59, 64);
	const edge = x.getPixelForValue(end) + (side * barWidth) / 2;
	const plotEnd = theme.rtl ? chartArea.left : chartArea.right;
	const start = theme.rtl ? Math.min(edge, plotEnd + 6) : Math.max(edge, plotEnd - 6);
	let below = 0;
	const wanted = data.series.map((series) => {
		const value = series.values[end] ?? 0;
		const middle = y.getPixelForValue(below + value / 2);
		below += value;
		return { item: series, y: middle };
	});
	// Reversed, so that of two at one height the upper series keeps the upper place.
	for (const { item, y: from, at } of spread(wanted.toReversed(), 19, chartArea.top, chartArea.bottom)) {
		const colour = colourOf(theme, item.colour);
		ctx.save();
		ctx.strokeStyle = colour;
		ctx.lineWidth = 1;
		ctx.beginPath();
		ctx.moveTo(edge + side * 3, from);
		ctx.lineTo(start + side * 12, at);
		ctx.lineTo(start + side * 18, at);
		ctx.stroke();
		ctx.fillStyle = colour;
		ctx.fillRect(start + side * 18 - (theme.rtl ? 8 : 0), at - 4, 8, 8);
		ctx.restore();
		write(ctx, theme, item.name, start + side * 32, at, {
			colour: theme.ink,
			size: 12.5,
			align: theme.rtl ? 'right' : 'left',
		});
	}
}
