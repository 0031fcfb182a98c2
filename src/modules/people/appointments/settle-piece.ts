import { z } from 'zod';
import { inTransaction, isDuplicate, type Tx } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../actor.ts';
import { holdActive } from '../admin/departments/merge-department.queries.ts';
import { lineOf, optionalLine } from '../admin/names.ts';
import { paragraphs } from '../register/entry-input.ts';
import { isTheirs } from './act-on-appointment.ts';
import './appointments.errors.ts';
import { mayAnswerPiece } from './appointments.policy.ts';
import { findPiece, insertAnswer, lockPiece, type Piece, publishRow, withdrawRow } from './piece.queries.ts';
import { recordDeed } from './record-deed.ts';

export type PieceAddress = { number: string; n: number };

const needed = (longest: number, missing: string) => paragraphs(longest).refine((text) => text !== '', missing);

export const answerInput = z.object({ text: needed(5000, 'people.appointments.wrong.answer') });

/** Does something to a piece under its lock, and writes down that it was done. */
export async function onPiece(
  k: Kernel,
  actor: Actor,
  address: PieceAddress,
  type: string,
  allow: (actor: Actor, piece: Piece) => boolean,
  work: (tx: Tx, piece: Piece, at: Date) => Promise<void>,
): Promise<void> {
  const at = k.clock.now();
  const found = (await findPiece(k.db, address.number, address.n)) ?? fail('kernel.not_found');
  await inTransaction(k.db, async (tx) => {
    const piece = (await lockPiece(tx, found.id)) ?? fail('kernel.not_found');
    if (!allow(actor, piece)) fail('kernel.not_allowed');
    await work(tx, piece, at);
    const { id, appointmentId, accountId, departmentId, number, n } = piece;
    await recordDeed(k, tx, at, actor, {
      type,
      of: 'appointment_piece',
      id,
      departmentId,
      payload: { pieceId: id, appointmentId, accountId, departmentId, number, n },
    });
  });
}

/**
 * The department answers what was seen and advised: once. The second of two who answer at the same moment is told.
 * @throws AppError kernel.not_found, kernel.not_allowed, people.piece_answered, people.piece_withdrawn
 */
export async function answerPiece(
  k: Kernel,
  actor: Actor,
  address: PieceAddress,
  input: z.input<typeof answerInput>,
): Promise<void> {
  const { text } = answerInput.parse(input);
  try {
    await onPiece(k, actor, address, 'people.appointment_piece_answered', mayAnswerPiece, async (tx, piece, at) => {
      if (piece.state === 'withdrawn') fail('people.piece_withdrawn');
      if (piece.state !== 'sent' || !actor.accountId) return fail('people.piece_answered');
      if ((await holdActive(tx, [piece.departmentId])).length === 0) fail('people.appointment_department_closed');
      const { id, departmentId } = piece;
      await insertAnswer(tx, { pieceId: id, departmentId, text, by: actor.accountId, at });
    });
  } catch (error) {
    if (isDuplicate(error, 'appointment_answer_pkey')) fail('people.piece_answered');
    throw error;
  }
}

export const publishInput = z.object({
  title: lineOf(60, 'people.appointments.wrong.title'),
  place: optionalLine(100),
  seen: paragraphs(5000),
  advice: needed(5000, 'people.appointments.wrong.advice'),
  checked: z.literal('yes', 'people.appointments.wrong.check'),
});

/**
 * The person makes public what they saw and advised together with the department's answer, after checking their own words:
 * what names others may be taken out. The answer stays as it is.
 * @throws AppError kernel.not_found, kernel.not_allowed, people.piece_not_answered
 */
export async function publishPiece(
  k: Kernel,
  actor: Actor,
  address: PieceAddress,
  input: z.input<typeof publishInput>,
): Promise<void> {
  const given = publishInput.parse(input);
  await onPiece(k, actor, address, 'people.appointment_piece_published', isTheirs, async (tx, piece, at) => {
    if (piece.state !== 'answered') fail('people.piece_not_answered');
    const isInspection = piece.kind === 'inspection';
    const text = { ...given, place: isInspection ? given.place : '', seen: isInspection ? given.seen : '' };
    await publishRow(tx, piece.id, text, at);
  });
}

/** The person takes a piece back that nobody has answered yet. */
export async function withdrawPiece(k: Kernel, actor: Actor, address: PieceAddress): Promise<void> {
  await onPiece(k, actor, address, 'people.appointment_piece_withdrawn', isTheirs, async (tx, piece) => {
    if (piece.state !== 'sent') fail('people.piece_answered');
    await withdrawRow(tx, piece.id);
  });
}
