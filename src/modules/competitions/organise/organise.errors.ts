import { declareErrors } from '../../../kernel/errors/index.ts';

declareErrors({
  /** `changes`: what would change; it is said why, and published, before it is */
  'competitions.note_first': 409,
  /** a row of stages that cannot be; `problem` is a key under competitions.stages.wrong */
  'competitions.stages_wrong': 409,
  /** not ready to be opened; `count` things are missing */
  'competitions.not_ready': 409,
  /** stages are added, taken out and moved only before it is opened */
  'competitions.stages_fixed': 409,
  'competitions.too_many_stages': 409,
  'competitions.duty_not_found': 404,
  /** answered, taken back, run out, or sent to somebody else */
  'competitions.ask_gone': 404,
  /** the message went to an address that the account does not have */
  'competitions.ask_other_address': 409,
  /** the duty asks for a role and a second factor */
  'competitions.duty_needs_staff': 409,
  /** `why`: judges, organises, observes, enters */
  'competitions.duty_conflict': 409,
  'competitions.duty_twice': 409,
  'competitions.chair_taken': 409,
  'competitions.duty_own': 409,
});
