import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { sendPage } from '../../../../ui/send-page.tsx';
import type { Competition } from '../../competition.queries.ts';
import { votedEntries } from '../close/close.queries.ts';
import type { FoundBallot } from './look-up.ts';
import { ReceiptPage } from './receipt-page.tsx';

/** The slip. Answered to a post, so that its address says nothing of the receipt. */
export async function sendReceipt(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  competition: Competition,
  found: FoundBallot,
  castAt: Date | null,
): Promise<FastifyReply> {
  const entries = await votedEntries(k.db, competition.id, found.choices, new Set());
  const titles = new Map(entries.map(({ number, title }) => [number, title]));
  return sendPage(
    request,
    reply,
    (ctx) => ({
      title: ctx.t(`competitions.ballots.receipt.${castAt ? 'cast' : 'found'}`),
      robots: 'noindex',
      main: <ReceiptPage ctx={ctx} view={{ competition, found, titles, castAt, publicUrl: k.config.publicUrl }} />,
    }),
    castAt ? 201 : 200,
  );
}
