import type { Db, Tx } from '../db/index.ts';
import type { Channel } from './channels.ts';

type Row = { channel: Channel; recipient: string; subject: string; text: string; at: Date };
type Filter = { to?: string; channel?: Channel; since?: Date; after?: number; limit?: number };

export async function insertLoopback(tx: Tx, row: Row): Promise<number> {
  const { id } = await tx.insertInto('kernel.loopback_message').values(row).returning('id').executeTakeFirstOrThrow();
  return id;
}

export async function loopbackMessages(db: Db, { to, channel, since, after, limit = 100 }: Filter) {
  const rows = await db
    .selectFrom('kernel.loopback_message')
    .select(['id', 'channel', 'recipient as to', 'subject', 'text', 'at'])
    .$if(to !== undefined, (query) => query.where('recipient', '=', to ?? ''))
    .$if(channel !== undefined, (query) => query.where('channel', '=', channel ?? ''))
    .$if(since !== undefined, (query) => query.where('at', '>=', since ?? new Date(0)))
    .$if(after !== undefined, (query) => query.where('id', '>', after ?? 0))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ ...row, channel: row.channel as Channel }));
}
