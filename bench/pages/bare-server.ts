import Fastify from 'fastify';

/** Fastify's own hello-world, the reference of every cached page: no plugin, no hook, one route. */
export async function serveBare(port: number): Promise<void> {
  const app = Fastify();
  app.get('/', async () => ({ hello: 'world' }));
  await app.listen({ port, host: '127.0.0.1' });
  process.on('SIGTERM', () => process.exit(0));
}
