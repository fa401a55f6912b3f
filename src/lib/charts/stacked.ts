import type { ChartConfiguration } from 'chart.js';
import { WIDE, type ChartEnv, type StackedData } from './data.ts';
import { showsTick } from './labels.ts';
import { bandPlugin, slotPlugin, stackPlugin } from './plugins.ts';
import { colourOf, type ChartTheme } from './theme.ts';

/** Pixels after which the hatch repeats. */
const HATCH = 6;

/** Room kept at the newest end for the names of the series. */
export function labelRoom(data: StackedData, env: ChartEnv): number {
	if (env.width <= WIDE) return 4;
	const longest = Math.max(0, ...data.series.map((s) => env.measure(s.name, 12.5, 500)));
	return Math.min(longest + 40, env.width * 0.32);
}

/** Diagonal lines instead of a colour; made when the column is drawn, since only then there is a canvas. */
const hatched =
	(theme: ChartTheme) =>
	({ chart }: { chart: { ctx: CanvasRenderingContext2D } }): CanvasPattern | string => {
		const tile = document.createElement('canvas');
		tile.width = tile.height = HATCH;
		const ctx = tile.getContext('2d');
		if (!ctx) return theme.ink2;
		ctx.strokeStyle = theme.ink2;
		ctx.lineWidth = 1.5;
		ctx.beginPath();
		for (const start of [-HATCH / 2, HATCH / 2]) {
			ctx.moveTo(start, HATCH);
			ctx.lineTo(start + HATCH, 0);
		}
		ctx.stroke();
		return chart.ctx.createPattern(tile, 'repeat') ?? theme.ink2;
	};

/** Chart.js configuration of stacked monthly columns; pure, so it can be tested without a canvas. */
export function stackedConfig(
	data: StackedData,
	env: ChartEnv,
): ChartConfiguration<'bar', (number | null)[]> {
	const { theme } = env;
	const wide = env.width > WIDE;
	const tick = { color: theme.axis, font: { family: theme.font, size: 12 } };
	const highest = Math.max(0, ...[...data.totals, ...data.prior].map((v) => v ?? 0));
	return {
		type: 'bar',
		plugins: [bandPlugin(data, env), slotPlugin(data, env), stackPlugin(data, env)],
		data: {
			labels: [...data.labels],
			datasets: data.series.map((series) => ({
				label: series.name,
				data: [...series.values],
				backgroundColor: series.colour === 'waiting' ? hatched(theme) : colourOf(theme, series.colour),
				hoverBackgroundColor: series.colour === 'waiting' ? hatched(theme) : colourOf(theme, series.colour),
				borderColor: theme.paper,
				hoverBorderColor: theme.paper,
				borderWidth: { top: 1, bottom: 0, left: 0, right: 0 },
				borderSkipped: false,
				barPercentage: 0.62,
				categoryPercentage: 0.95,
				maxBarThickness: 64,
			})),
		},
		options: {
			responsive: true,
			maintainAspectRatio: false,
			animation: false,
			events: [],
			layout: { padding: { top: 26, [theme.rtl ? 'left' : 'right']: labelRoom(data, env) } },
			scales: {
				x: {
					stacked: true,
					reverse: theme.rtl,
					grid: { display: false },
					border: { color: theme.zero },
					ticks: {
						...tick,
						maxRotation: 0,
						autoSkip: false,
						padding: 4,
						callback: (_, i) => (showsTick(i, data.labels.length, wide) ? (data.labels[i] ?? '') : ''),
					},
				},
				y: {
					stacked: true,
					position: theme.rtl ? 'right' : 'left',
					beginAtZero: true,
					suggestedMax: highest,
					border: { display: false },
					grid: { color: theme.grid, drawTicks: false },
					ticks: { ...tick, padding: 10, maxTicksLimit: 6, callback: (value) => env.number(Number(value)) },
				},
			},
			font: { family: theme.font },
		},
	};
}
