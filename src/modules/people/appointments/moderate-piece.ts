import { z } from 'zod';
import { fail, failFields } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { publishedRules } from '../../../kernel/settings/index.ts';
import type { Actor } from '../actor.ts';
import { lineOf } from '../admin/names.ts';
import { paragraphs } from '../register/entry-input.ts';
import { isTheirs } from './act-on-appointment.ts';
import { mayHidePiece } from './appointments.policy.ts';
import { pieceAppeal_ms } from './appointments.rules.ts';
import { hideRow, showRow, writePieceAppeal, writePieceRuling } from './piece-moderation.queries.ts';
import { onPiece, type PieceAddress } from './settle-piece.ts';

/** Why; at least ten characters, so that it says something. */
const reason = lineOf(300, 'people.appointments.wrong.long_reason').refine(
  (text) => text.length >= 10,
  'people.appointments.wrong.long_reason',
);

export const hideInput = z.object({ rule: z.string().default(''), reason });
export const appealInput = z.object({
  text: paragraphs(2000).refine((text) => text !== '', 'people.appointments.wrong.appeal'),
});
export const rulingInput = z.object({
  ruling: z.enum(['restored', 'upheld'], 'people.appointments.wrong.ruling'),
  reason,
});

/**
 * The secretariat takes a published piece from the public again, under a published rule; both stand in the public log.
 * @throws AppError kernel.not_found, kernel.not_allowed, kernel.invalid, people.piece_hidden
 */
export async function hidePiece(
  k: Kernel,
  actor: Actor,
  address: PieceAddress,
  input: z.input<typeof hideInput>,
): Promise<void> {
  const given = hideInput.parse(input);
  const named = publishedRules(k, 'zh-CN').find(({ number }) => number === given.rule);
  if (!named) failFields({ rule: { key: 'people.appointments.wrong.rule' } });
  await onPiece(k, actor, address, 'people.appointment_piece_hidden', mayHidePiece, async (tx, piece, at) => {
    if (piece.state !== 'published' || piece.hiddenAt !== null || !actor.accountId) return fail('people.piece_hidden');
    // The rule's words of today are kept with the decision: the text may change later.
    const rule = `${named.number} ${named.title}`;
    await hideRow(tx, piece.id, { rule, reason: given.reason, by: actor.accountId, at });
  });
}

/**
 * Its author asks another person to look again: once, within thirty days.
 * @throws AppError kernel.not_found, kernel.not_allowed, people.piece_appealed_already, people.piece_appeal_too_late
 */
export async function appealHiddenPiece(
  k: Kernel,
  actor: Actor,
  address: PieceAddress,
  input: z.input<typeof appealInput>,
): Promise<void> {
  const { text } = appealInput.parse(input);
  await onPiece(k, actor, address, 'people.appointment_piece_appealed', isTheirs, async (tx, piece, at) => {
    if (!piece.decisionId || !piece.hiddenAt) return fail('kernel.not_found');
    if (piece.appeal !== null) fail('people.piece_appealed_already');
    if (at.getTime() - piece.hiddenAt.getTime() > pieceAppeal_ms) fail('people.piece_appeal_too_late');
    await writePieceAppeal(tx, piece.decisionId, text, at);
  });
}

/**
 * Rules on an appeal; whoever took the piece down does not.
 * @throws AppError kernel.not_found, kernel.not_allowed, kernel.changed_meanwhile
 */
export async function ruleOnPieceAppeal(
  k: Kernel,
  actor: Actor,
  address: PieceAddress,
  input: z.input<typeof rulingInput>,
): Promise<void> {
  const given = rulingInput.parse(input);
  await onPiece(k, actor, address, 'people.appointment_piece_ruled', mayHidePiece, async (tx, piece, at) => {
    if (!piece.decisionId || piece.appeal === null || piece.ruling !== null) return fail('kernel.changed_meanwhile');
    if (!actor.accountId || piece.hiddenById === actor.accountId) return fail('kernel.not_allowed');
    await writePieceRuling(tx, piece.decisionId, { ...given, by: actor.accountId, at });
    if (given.ruling === 'restored') await showRow(tx, piece.id);
  });
}
