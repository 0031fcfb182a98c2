import { createHmac, randomInt } from 'node:crypto';
import { createChallenge, verifySolution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import type { Payload } from 'altcha-lib/types';
import type { Db, Tx } from '../db/index.ts';
import { AppError, declareErrors } from '../errors/index.ts';
import type { I18n, Locale } from '../i18n/index.ts';
import type { Clock } from '../time/index.ts';
import { answerLocales, askPlainly, judgePlainly, readAnswer } from './plain-question.ts';
import { forgetProofs, isSpent, spendProof } from './spent-proof.queries.ts';

declareErrors({ 'proof.missing': 422, 'proof.wrong': 422, 'proof.expired': 422, 'proof.used': 422 });

/** Names of the form's fields: the island fills `solution`; whoever runs no scripts answers. */
export const proofFields = { solution: 'proof_solution', token: 'proof_token', answer: 'proof_answer' } as const;

/** What a form shows. Every rendering needs its own. */
export type ProofForm = {
  /** for `data-challenge` of the element with `data-island="solve-proof"` */
  challenge: string;
  /** the question in the reader's language, labels the input `proof_answer` */
  question: string;
  /** value of the hidden input `proof_token` */
  token: string;
};

/** A proof that holds, not spent yet. */
export type ProofTicket = { id: string };

/** Long enough to write a letter and eat in between. */
const life_ms = 6 * 3600_000;
// About half a second of work on a laptop and two on a phone of some years ago. Making a challenge costs us one try
// (1.7 ms, not on the main thread), checking it one HMAC.
const rounds = 5000;
const fewestTries = 256;
const mostTries = 768;

/**
 * Makes sending in bulk dear where nobody is signed in: the browser works for a moment, or the person answers a plain
 * question. Either counts once.
 */
export class ProofOfWork {
  readonly #db: Db;
  readonly #clock: Clock;
  readonly #i18n: I18n;
  readonly #secret: string;
  /** tests may lower it */
  rounds = rounds;

  constructor({ db, secret, clock, i18n }: { db: Db; secret: string; clock: Clock; i18n: I18n }) {
    this.#db = db;
    this.#clock = clock;
    this.#i18n = i18n;
    this.#secret = createHmac('sha256', secret).update('proof of work').digest('base64url');
  }

  async challenge(locale: Locale): Promise<ProofForm> {
    const expiresAt = new Date(this.#clock.now().getTime() + life_ms);
    const challenge = await createChallenge({
      algorithm: 'PBKDF2/SHA-256',
      cost: this.rounds,
      counter: randomInt(fewestTries, mostTries),
      deriveKey,
      // Not `expiresAt`, which is compared with the machine's clock and not with ours.
      data: { expires: expiresAt.getTime() },
      hmacSignatureSecret: this.#secret,
      hmacKeySignatureSecret: this.#secret,
    });
    const { text, token } = askPlainly(this.#i18n.t(locale), this.#secret, expiresAt);
    return { challenge: JSON.stringify(challenge), question: text, token };
  }

  /**
   * Judges what a form brought, before the transaction of the fact. A wrong answer uses the question up.
   * @param fields what was sent, by name; what is not a text counts as missing
   * @throws AppError proof.missing, proof.wrong, proof.expired, proof.used, each with the field `proof_answer`
   */
  async verify(fields: Readonly<Record<string, unknown>>): Promise<ProofTicket> {
    const solution = textOf(fields[proofFields.solution]);
    const solved = solution ? await this.#judgeSolution(solution) : undefined;
    const ticket = solved?.ok ?? (await this.#judgeAnswer(fields, solved?.problem));
    if (await isSpent(this.#db, ticket.id)) throw refused('proof.used');
    return ticket;
  }

  /**
   * Uses a proof up in the transaction of the fact it lets through: rolled back, it can be used again.
   * @throws AppError proof.used when another request was faster
   */
  async spend(tx: Tx, ticket: ProofTicket): Promise<void> {
    if (!(await spendProof(tx, ticket.id, this.#clock.now()))) throw refused('proof.used');
  }

  /** `verify` and `spend` in one. Call it as the first thing in the transaction. */
  async check(tx: Tx, fields: Readonly<Record<string, unknown>>): Promise<void> {
    await this.spend(tx, await this.verify(fields));
  }

  /** Forgets what has expired anyway. Run by a job every hour. */
  async sweep(): Promise<number> {
    return forgetProofs(this.#db, new Date(this.#clock.now().getTime() - 2 * life_ms));
  }

  async #judgeSolution(text: string): Promise<{ ok?: ProofTicket; problem?: string }> {
    const payload = readPayload(text);
    if (!payload) return { problem: 'proof.wrong' };
    const { challenge, solution } = payload;
    const secrets = { hmacSignatureSecret: this.#secret, hmacKeySignatureSecret: this.#secret };
    const { verified } = await verifySolution({ challenge, solution, deriveKey, ...secrets }).catch(() => ({
      verified: false,
    }));
    if (!verified) return { problem: 'proof.wrong' };
    const expires = Number(challenge.parameters.data?.expires);
    if (!(expires >= this.#clock.now().getTime())) return { problem: 'proof.expired' };
    return { ok: { id: `work ${challenge.parameters.nonce}` } };
  }

  async #judgeAnswer(fields: Readonly<Record<string, unknown>>, problem = 'proof.missing'): Promise<ProofTicket> {
    const answer = textOf(fields[proofFields.answer]);
    if (!answer) throw refused(problem);
    const value = readAnswer(
      answer,
      answerLocales.map((locale) => this.#i18n.t(locale)),
    );
    const now = this.#clock.now();
    const { id, verdict } = judgePlainly(textOf(fields[proofFields.token]), value, this.#secret, now);
    if (verdict === 'right') return { id: `plain ${id}` };
    // One try a question: there are few answers, and guessing is free for a program.
    if (verdict === 'wrong') await spendProof(this.#db, `plain ${id}`, now);
    throw refused(verdict === 'expired' ? 'proof.expired' : 'proof.wrong');
  }
}

function refused(code: string): AppError {
  return new AppError(code, {}, { [proofFields.answer]: { key: `errors.${code}` } });
}

function textOf(value: unknown): string {
  return typeof value === 'string' && value.length <= 4000 ? value.trim() : '';
}

/** Only the shape: what is in it is signed, or it fails. */
function readPayload(text: string): Payload | undefined {
  try {
    const payload = JSON.parse(text) as Payload;
    return typeof payload?.challenge?.parameters?.nonce === 'string' && payload.solution ? payload : undefined;
  } catch {
    return undefined;
  }
}
