import { pino, stdTimeFunctions, type Logger } from 'pino';

export type Log = Logger;

const BEYOND_ASCII = /[\u007f-\uffff]/g;
const escaped = (c: string) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** A full disk or a closed pipe under the log loses lines, not the server. */
function toStandardOutput(): (line: string) => void {
	process.stdout.on('error', () => undefined);
	return (line) => void process.stdout.write(line);
}

/**
 * The process's log: one JSON object a line, UTC, ASCII only. Whatever a browser sent can only stand inside a JSON
 * string, and there newlines, bidi controls and look-alikes are `\u` escapes, so a line cannot be forged.
 */
export function openLog(level: string, write: (line: string) => void = toStandardOutput()): Log {
	return pino(
		{
			level,
			base: null,
			timestamp: stdTimeFunctions.isoTime,
			formatters: { level: (label) => ({ level: label }) },
			redact: ['password', 'token', 'code', 'cookie', 'authorization', '*.password', '*.token', '*.cookie'],
		},
		{ write: (line: string) => write(line.replace(BEYOND_ASCII, escaped)) },
	);
}
