import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { StartRefused } from '#db/connection.server.ts';
import type { Environment } from '#lib/platform/env.server.ts';
import { isSanePath } from '#lib/platform/path.ts';
import { commonHeaders } from './headers.ts';

type Handler = (request: IncomingMessage, response: ServerResponse, next: () => void) => unknown;

const HEADERS_WITHIN = 10_000;
const REQUEST_WITHIN = 30_000;
const SWEEP_EVERY = 5_000;
const IDLE_FOR = 15_000;
const STOP_WITHIN = 25_000;

/** Ends a request that must not reach the application. */
function end(response: ServerResponse, status: number, headers: Record<string, string> = {}): void {
	response.writeHead(status, {
		'content-type': 'text/plain; charset=utf-8',
		connection: 'close',
		...headers,
	});
	response.end(`${status}\n`);
}

/**
 * Loads the built application. What adapter-node reads from the environment is set first: the origin, and the largest
 * body of any route; most take far less (platform/hooks/shape). The application opens the database itself.
 */
export async function loadHandler(env: Environment): Promise<Handler> {
	Object.assign(process.env, {
		SHARAKA_MODE: env.mode,
		ORIGIN: env.origin,
		HOST: env.host,
		PORT: String(env.port),
		DATABASE_FILE: env.databaseFile,
		BODY_SIZE_LIMIT: '11M',
	});
	const built = (await import(new URL('../../build/handler.js', import.meta.url).href)) as {
		handler: Handler;
	};
	return built.handler;
}

/**
 * Whether a request names another host than the demo's. A page elsewhere whose name resolves to this machine must
 * not reach the demo's one-click sign-in; a person who typed `localhost` is led to the address cookies belong to.
 */
function isElsewhere(env: Environment, request: IncomingMessage): boolean {
	return env.mode === 'demo' && request.headers.host !== new URL(env.origin).host;
}

/**
 * Serves the application with what adapter-node's own server lacks: headers on assets and errors, a fast sweep of
 * slow clients, paths checked before the file server sees them.
 */
export function createHttp(env: Environment, handler: Handler): Server {
	const headers = new Map(Object.entries(commonHeaders(env.secure)));
	const server = createServer(
		{
			headersTimeout: HEADERS_WITHIN,
			requestTimeout: REQUEST_WITHIN,
			connectionsCheckingInterval: SWEEP_EVERY,
			keepAliveTimeout: IDLE_FOR,
		},
		(request, response) => {
			response.setHeaders(headers);
			const url = request.url ?? '';
			if (!url.startsWith('/_app/immutable/')) response.setHeader('cache-control', 'no-store');
			if (!isSanePath(url.split('?', 1)[0] ?? '')) return end(response, 400);
			if (isElsewhere(env, request)) {
				const leads = request.method === 'GET' || request.method === 'HEAD';
				return leads ? end(response, 307, { location: env.origin + url }) : end(response, 421);
			}
			handler(request, response, () => end(response, 404));
		},
	);
	return server;
}

/** Resolves when the server listens; throws StartRefused when the port is taken. */
export function listen(server: Server, env: Environment): Promise<void> {
	return new Promise((resolve, reject) => {
		server.once('error', (error: NodeJS.ErrnoException) => {
			const taken = error.code === 'EADDRINUSE';
			reject(
				taken ? new StartRefused(`Port ${env.port} on ${env.host} is taken; set PORT to another.`) : error,
			);
		});
		server.listen(env.port, env.host, resolve);
	});
}

/**
 * On SIGTERM or SIGINT: no new connections, requests in flight are answered, then the application closes the
 * database and `release` is called. What takes longer than 25 s is cut off, so that a supervisor need not.
 */
export function stopGracefully(server: Server, release: () => void): void {
	const stop = () => {
		const late = setTimeout(() => server.closeAllConnections(), STOP_WITHIN);
		server.close(() => {
			clearTimeout(late);
			(process as NodeJS.EventEmitter).emit('sveltekit:shutdown', 'SIGTERM');
			// The database closes in microtasks of that event; the lock goes last.
			setImmediate(release);
		});
		server.closeIdleConnections();
	};
	process.once('SIGTERM', stop);
	process.once('SIGINT', stop);
}
