import { connect, createServer, type Server, type Socket } from 'node:net';

/** One address for several processes: each connection goes to the next one that takes it. */
export class Balancer {
  private turn = 0;
  private readonly open = new Set<Socket>();
  private readonly server: Server = createServer((client) => this.forward(client, this.ports.length));

  constructor(private readonly ports: readonly number[]) {}

  /** Resolves with its port. */
  listen(): Promise<number> {
    return new Promise((resolve) => {
      this.server.listen(0, '127.0.0.1', () => resolve((this.server.address() as { port: number }).port));
    });
  }

  close(): void {
    this.server.close();
    for (const socket of this.open) socket.destroy();
  }

  private forward(client: Socket, tries: number): void {
    const port = this.ports[this.turn++ % this.ports.length];
    if (tries === 0 || port === undefined) return void client.destroy();
    const upstream = connect(port, '127.0.0.1');
    const refused = () => this.forward(client, tries - 1);
    upstream.once('error', refused);
    upstream.once('connect', () => {
      upstream.off('error', refused);
      this.join(client, upstream);
      this.join(upstream, client);
    });
  }

  /** What one end loses, the other loses too. */
  private join(one: Socket, other: Socket): void {
    this.open.add(one);
    one.on('error', () => other.destroy());
    one.on('close', () => {
      this.open.delete(one);
      other.destroy();
    });
    one.pipe(other);
  }
}
