import { createServer, type Socket } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

/** A mail as a test server took it in. */
export interface Taken {
	readonly to: string;
	readonly data: string;
}

/** A mail server that keeps what it is sent; `refuse` makes it answer recipients with this status instead. */
export async function openSmtp(): Promise<{
	url: string;
	taken: Taken[];
	refuse: { status: number | undefined };
	close(): Promise<void>;
}> {
	const taken: Taken[] = [];
	const refuse: { status: number | undefined } = { status: undefined };
	const sockets = new Set<Socket>();
	const server = createServer((socket) => {
		sockets.add(socket);
		socket.on('close', () => sockets.delete(socket));
		socket.on('error', () => socket.destroy());
		let buffer = '';
		let to = '';
		let lines: string[] | undefined;
		const answer = (text: string) => void socket.write(`${text}\r\n`);
		const command = (line: string) => {
			const verb = line.slice(0, 4).toUpperCase();
			if (verb === 'EHLO' || verb === 'HELO') return answer('250 test');
			if (verb === 'RCPT') {
				to = /<(.*)>/.exec(line)?.[1] ?? '';
				return answer(refuse.status ? `${refuse.status} no, secret-detail` : '250 ok');
			}
			if (verb === 'DATA') {
				lines = [];
				return answer('354 go on');
			}
			if (verb === 'QUIT') {
				answer('221 bye');
				return socket.end();
			}
			return answer('250 ok');
		};
		const feed = (line: string) => {
			if (!lines) return command(line);
			if (line !== '.') return void lines.push(line);
			taken.push({ to, data: lines.join('\n') });
			lines = undefined;
			return answer('250 taken');
		};
		socket.on('data', (chunk) => {
			buffer += chunk.toString('utf8');
			for (let end = buffer.indexOf('\r\n'); end >= 0; end = buffer.indexOf('\r\n')) {
				const line = buffer.slice(0, end);
				buffer = buffer.slice(end + 2);
				feed(line);
			}
		});
		answer('220 test');
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	return {
		url: `smtp://127.0.0.1:${port}`,
		taken,
		refuse,
		async close() {
			for (const socket of sockets) socket.destroy();
			server.close();
			await once(server, 'close');
		},
	};
}
