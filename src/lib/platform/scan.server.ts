import { execFile } from 'node:child_process';
import type { Scan, ScanVerdict } from './context.ts';

/** Longer no look takes; whoever waits is told that it could not be looked at. */
const PATIENCE = 30_000;
/** What scanners say by the number they end with (clamscan and its like): one stands for a find. */
const INFECTED = 1;

function verdictOf(error: { readonly code?: unknown; readonly killed?: boolean } | null): ScanVerdict {
	if (!error) return 'clean';
	return error.code === INFECTED && !error.killed ? 'infected' : 'unavailable';
}

/**
 * Looks at files with a command of the installation (`SCAN_COMMAND`): its words are split at spaces, the file's path is
 * the last argument, no shell stands between. Ends with 0: clean; with 1: infected; anything else, also half a minute
 * of silence: it could not say.
 */
export function createScan(command: string): Scan {
	const [program = '', ...words] = command.trim().split(/\s+/);
	return (path) =>
		new Promise((resolve) => {
			execFile(program, [...words, path], { timeout: PATIENCE, windowsHide: true }, (error) => {
				resolve(verdictOf(error));
			});
		});
}
