import { expect, test } from 'vitest';
import type { ChartEnv, StackedData } from './data.ts';
import { labelRoom, stackedConfig } from './stacked.ts';
import { makeTheme } from './theme.ts';

const data: StackedData = {
	labels: ['Jan', 'Feb', 'Mar'],
	series: [
		{ name: 'Families', colour: 1, values: [10, 30, null] },
		{ name: 'Others', colour: 'rest', values: [5, 0, null] },
	],
	totals: [15, 30, null],
	prior: [12, 40, 9],
	bands: [{ from: 1, to: 2, label: 'Ramadan' }],
	missing: { at: [2], label: 'No data' },
};
const env = (rtl: boolean, width = 900): ChartEnv => ({
	theme: makeTheme((property) => `resolved(${property})`, rtl),
	width,
	number: (value) => `n${value}`,
	measure: (text) => text.length * 7,
});
type Axis = {
	reverse?: boolean;
	position?: string;
	beginAtZero?: boolean;
	suggestedMax?: number;
	ticks: { callback(v: number, i: number): string };
};
const axes = (rtl: boolean, width?: number) =>
	stackedConfig(data, env(rtl, width)).options!.scales as unknown as { x: Axis; y: Axis };

test('in Arabic time runs from right to left and the value axis stands at the start', () => {
	expect([axes(true).x.reverse, axes(true).y.position]).toEqual([true, 'right']);
	expect([axes(false).x.reverse, axes(false).y.position]).toEqual([false, 'left']);
});
test('columns begin at zero and leave room for last year', () => {
	expect(axes(false).y).toMatchObject({ beginAtZero: true, suggestedMax: 40 });
});
test('a month without data stays unknown and is never zero', () => {
	expect(stackedConfig(data, env(true)).data.datasets[0]!.data).toEqual([10, 30, null]);
});
test('colours are the resolved ones of the palette, grouped series the rest colour', () => {
	const colours = stackedConfig(data, env(true)).data.datasets.map((d) => d.backgroundColor);
	expect(colours).toEqual(['resolved(--cat-1)', 'resolved(--cat-rest)']);
});
test('numbers of the axis pass through the reader’s formatter', () => {
	expect(axes(false).y.ticks.callback(2000, 0)).toBe('n2000');
});
test('labels stand beside the columns only where there is room', () => {
	expect(labelRoom(data, env(false))).toBe('Families'.length * 7 + 40);
	expect(labelRoom(data, env(false, 400))).toBe(4);
	const { padding } = stackedConfig(data, env(true)).options!.layout as { padding: Record<string, number> };
	expect(padding).toEqual({ top: 26, left: 96 });
});
test('both ends of a narrow axis are labelled', () => {
	expect(axes(false, 300).x.ticks.callback(0, 0)).toBe('Jan');
	expect(axes(false, 300).x.ticks.callback(1, 1)).toBe('');
	expect(axes(false, 300).x.ticks.callback(2, 2)).toBe('Mar');
});
test('it never animates and draws its own tooltip', () => {
	expect(stackedConfig(data, env(true)).options).toMatchObject({ animation: false, events: [] });
});
