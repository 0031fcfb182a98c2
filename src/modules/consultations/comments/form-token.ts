import { createHash, randomUUID } from 'node:crypto';

/** For the unseen field of a new form. */
export function newFormToken(): string {
  return randomUUID();
}

/** What is kept of a form's token: one for each person, so that nobody's form is taken for somebody else's. */
export function keptToken(token: string, accountId: string): string | null {
  if (token === '') return null;
  return createHash('sha256').update(`${accountId} ${token}`).digest('base64url');
}
