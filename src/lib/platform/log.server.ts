import { pino, stdTimeFunctions, type Logger } from 'pino';

export type Log = Logger;

const BEYOND_ASCII = /[\u007f-\uffff]/g;
const escaped = (c: string) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`;

/**
 * The process's log: one JSON object a line, UTC, ASCII only. Whatever a browser sent can only stand inside a JSON
 * string, and there newlines, bidi controls and look-alikes are `\u` escapes, so a line cannot be forged.
 */
export function openLog(
	level: string,
	write: (line: string) => void = (line) => void process.stdout.write(line),
): Log {
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
