import { declareErrors } from '../../../kernel/errors/index.ts';

declareErrors({
  /** the person said no at the provider */
  'people.outside_denied': 403,
  /** used, too old, or begun in another browser */
  'people.outside_stale': 410,
  /** the provider does not answer */
  'people.outside_away': 503,
  'people.outside_failed': 400,
  /** another account has it */
  'people.login_taken': 409,
  'people.last_way': 409,
  /** the sign-in is too long ago for this */
  'people.prove_again': 403,
  /** the other login is not of this account */
  'people.prove_other': 409,
  'people.join_itself': 409,
  'people.join_unknown': 404,
  'people.join_staff': 409,
  'people.join_member': 409,
  'people.join_stale': 410,
});
