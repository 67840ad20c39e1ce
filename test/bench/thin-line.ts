/**
 * A slow line to a hall on this machine: so many bytes a second for everything that uses it, the page, its service worker and sign-in alike,
 * and so long until an answer begins. A browser's own emulation leaves the service worker out, which would bring its files along for nothing.
 */
import { connect, createServer, type Socket } from 'node:net';

interface ThinLine {
  readonly port: number;
  /** Bytes that came down so far. */
  readonly received: () => number;
  readonly close: () => void;
}

/** What goes into one packet. */
const packet = 1460;
/** A sender waits when so much of one connection is on its way. */
const most = 64_000;

/** @param bytesPerSecond of the way down. @param latency milliseconds there and back */
export async function thinLine(target: number, bytesPerSecond: number, latency: number): Promise<ThinLine> {
  const waiting = new Map<Socket, { readonly from: Socket; packets: Buffer[] }>();
  let received = 0;
  let busy = false;
  /** One packet of each connection in turn. */
  const pump = () => {
    const [next] = waiting;
    if (next === undefined) {
      busy = false;
      return;
    }
    busy = true;
    const [to, line] = next;
    const [first = Buffer.alloc(0), ...rest] = line.packets;
    waiting.delete(to);
    if (rest.length > 0) waiting.set(to, { ...line, packets: rest });
    if (rest.length * packet < most) line.from.resume();
    received += first.length;
    setTimeout(() => to.writable && to.write(first), latency / 2);
    setTimeout(pump, (first.length / bytesPerSecond) * 1000);
  };
  const server = createServer((client) => {
    const hall = connect(target, '127.0.0.1');
    // Saying hello takes a way there and back before the first word.
    const opened = Date.now() + latency;
    client.on('data', (bytes) => {
      const wait = Math.max(opened - Date.now(), 0) + latency / 2;
      setTimeout(() => hall.writable && hall.write(bytes), wait);
    });
    hall.on('data', (bytes) => {
      const line = waiting.get(client) ?? { from: hall, packets: [] };
      for (let at = 0; at < bytes.length; at += packet) line.packets.push(bytes.subarray(at, at + packet));
      waiting.set(client, line);
      if (line.packets.length * packet >= most) hall.pause();
      if (!busy) pump();
    });
    const end = () => {
      waiting.delete(client);
      client.destroy();
      hall.destroy();
    };
    for (const each of [client, hall]) each.on('error', end);
    client.on('close', end);
    hall.on('end', () => setTimeout(() => client.end(), latency + 2000));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { port: address.port, received: () => received, close: () => server.close() };
}
