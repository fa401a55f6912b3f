import { readFileSync } from 'node:fs';
import type { Download, Locator, Page } from '@playwright/test';
import { parse } from 'csv-parse/sync';

/** Numbers as a person reads them in a text: thousands commas gone, bidi isolates ignored. */
export function numbersIn(text: string): number[] {
	const plain = text.replace(/[\u200e\u200f\u2066-\u2069]/g, '');
	return (plain.match(/\d[\d,]*(\.\d+)?/g) ?? []).map((found) => Number(found.replaceAll(',', '')));
}

/** Numbers shown in a place of the page. */
export async function numbersOf(place: Locator): Promise<number[]> {
	return numbersIn(await place.innerText());
}

/** Rows of a CSV text by header. */
export function csvRows(text: string): Record<string, string>[] {
	return parse(text, { columns: true, bom: true });
}

/** Rows of a downloaded file by header. */
export async function downloaded(download: Download): Promise<Record<string, string>[]> {
	return csvRows(readFileSync(await download.path(), 'utf8'));
}

/** What an address answers to the person at this page: status and text. */
export function fetchAs(page: Page, path: string): Promise<{ status: number; text: string }> {
	return page.evaluate(async (url) => {
		const response = await fetch(url);
		// Not `text()`, which would swallow the mark at the beginning.
		const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
		return { status: response.status, text: decoder.decode(await response.arrayBuffer()) };
	}, path);
}

/** Waits until the page answers to scripts: Kit has taken over. */
export async function ready(page: Page): Promise<void> {
	await page.waitForFunction(() => '__sveltekit_ready' in window || document.readyState === 'complete');
	await page.waitForLoadState('networkidle');
}
