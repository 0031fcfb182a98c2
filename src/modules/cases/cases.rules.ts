import type { TimeLimit } from '../../kernel/time/index.ts';

/** 12345 的七类来信, domain.md. */
export const kinds = ['enquiry', 'help', 'complaint', 'report', 'suggestion', 'thanks', 'other'] as const;
export type Kind = (typeof kinds)[number];

export const channels = ['web', 'phone', 'walk_in', 'forum', 'mobile', 'api'] as const;
export type Channel = (typeof channels)[number];

export const states = [
  'submitted', // 待受理
  'accepted', // 受理
  'declined', // 不予受理
  'merged', // 并单
  'dispatched', // 派单
  'return_requested', // 申请退回
  'signed', // 签收
  'in_progress', // 办理中
  'replied', // 答复, waits for review
  'reviewed', // 审核, published
  'rated', // 回访
  'sent_back', // 发回重办
  'closed', // 办结
  'archived', // 归档
  'withdrawn', // 撤回
  'ended', // 终止办理
] as const;
export type CaseState = (typeof states)[number];

export const limitKinds = ['emergency', 'utility', 'enquiry', 'general', 'difficult'] as const;
export type LimitKind = (typeof limitKinds)[number];

/** What can happen to a case. An act that leaves the state alone has the state itself as target. */
export const acts = [
  'accept',
  'decline',
  'merge',
  'withdraw',
  'dispatch',
  'sign',
  'request_return',
  'reassign',
  'refuse_return',
  'start',
  'contact',
  'request_extension',
  'rule_extension',
  'reply',
  'review',
  'return_to_author',
  'rate',
  'call_back',
  'close',
  'send_back',
  'reopen',
  'request_ending',
  'rule_ending',
  'supervise',
  'archive',
  'change_department', // 部门合并
] as const;
export type Act = (typeof acts)[number];

type Target = CaseState | 'same';
const working: CaseState[] = ['signed', 'in_progress', 'sent_back'];
const withDepartment: CaseState[] = ['dispatched', 'signed', 'in_progress', 'sent_back'];
const beforeReply: CaseState[] = ['submitted', 'accepted', ...withDepartment, 'return_requested'];
const finished: CaseState[] = ['declined', 'merged', 'closed', 'withdrawn', 'ended'];

/** act → from which states, and to which. The whole state machine of domain.md; nothing else changes a state. */
const transitions: Record<Act, { from: readonly CaseState[]; to: Target }> = {
  accept: { from: ['submitted'], to: 'accepted' },
  decline: { from: ['submitted', 'accepted'], to: 'declined' },
  merge: { from: ['submitted', 'accepted', 'dispatched', 'signed', 'in_progress'], to: 'merged' },
  withdraw: { from: beforeReply, to: 'withdrawn' },
  dispatch: { from: ['accepted'], to: 'dispatched' },
  sign: { from: ['dispatched'], to: 'signed' },
  request_return: { from: ['dispatched', 'signed'], to: 'return_requested' },
  reassign: { from: ['return_requested'], to: 'dispatched' },
  // Refused: the department has it, whether or not it had signed before.
  refuse_return: { from: ['return_requested'], to: 'signed' },
  start: { from: ['signed', 'sent_back'], to: 'in_progress' },
  contact: { from: working, to: 'in_progress' },
  request_extension: { from: working, to: 'same' },
  rule_extension: { from: working, to: 'same' },
  reply: { from: working, to: 'replied' },
  review: { from: ['replied'], to: 'reviewed' },
  return_to_author: { from: ['replied'], to: 'in_progress' },
  rate: { from: ['reviewed'], to: 'rated' },
  call_back: { from: ['reviewed'], to: 'rated' },
  close: { from: ['reviewed', 'rated'], to: 'closed' },
  send_back: { from: ['reviewed', 'rated'], to: 'sent_back' },
  reopen: { from: ['closed', 'rated', 'reviewed', 'archived'], to: 'sent_back' },
  request_ending: { from: working, to: 'same' },
  rule_ending: { from: working, to: 'ended' },
  supervise: { from: [...beforeReply, 'replied', 'reviewed', 'rated'], to: 'same' },
  // A withdrawn letter stays withdrawn: as an archived one it would be public again.
  archive: { from: finished.filter((state) => state !== 'withdrawn'), to: 'archived' },
  // The department it is with has gone into another; what is answered stays where it was answered.
  change_department: { from: [...withDepartment, 'return_requested', 'replied'], to: 'same' },
};

/** The state after `act`, or null where it cannot happen in `state`. */
export function nextState(state: CaseState, act: Act): CaseState | null {
  const { from, to } = transitions[act];
  if (!from.includes(state)) return null;
  return to === 'same' ? state : to;
}

/** States in which an act can happen; for queries that update only from there. */
export function statesBefore(act: Act): readonly CaseState[] {
  return transitions[act].from;
}

/** Neither answered nor otherwise done: what counts as open in lists and figures. */
export const openStates: readonly CaseState[] = [
  'submitted',
  'accepted',
  'dispatched',
  'return_requested',
  'signed',
  'in_progress',
  'replied',
  'sent_back',
];
export const finishedStates: readonly CaseState[] = [...finished, 'archived'];

export function isOpen(state: CaseState): boolean {
  return openStates.includes(state);
}

/**
 * Who may read a case without any right to it: whatever its author left public, once the intake office has accepted it
 * and nobody has hidden it under a published rule.
 */
export function isPublic(facts: {
  state: CaseState;
  confidential: boolean;
  hidden: boolean;
  acceptedAt: Date | null;
}): boolean {
  if (facts.confidential || facts.hidden || facts.state === 'withdrawn' || facts.state === 'submitted') return false;
  // Archived without ever being accepted it was declined, and what was public stays so.
  return facts.acceptedAt !== null || facts.state === 'declined' || facts.state === 'archived';
}

/** Deadlines, domain.md; each a setting of the city with these defaults. */
export const defaultLimits: Record<LimitKind | 'sign' | 'return' | 'contact', TimeLimit> = {
  emergency: { unit: 'hours', amount: 2 },
  utility: { unit: 'hours', amount: 24 },
  enquiry: { unit: 'working_days', amount: 1 },
  general: { unit: 'working_days', amount: 5 },
  difficult: { unit: 'working_days', amount: 15 },
  sign: { unit: 'service_hours', amount: 1 },
  return: { unit: 'working_days', amount: 2 },
  contact: { unit: 'working_days', amount: 1 },
};

/** An extension is at most so many working days, asked before the due time. */
export const longestExtension_days = 10;

/** The limit that a case gets: urgent before its category's, its category's before its kind's. */
export function limitKindFor(facts: { urgent: boolean; kind: Kind; categoryLimit: LimitKind | null }): LimitKind {
  if (facts.urgent) return 'emergency';
  if (facts.categoryLimit) return facts.categoryLimit;
  return facts.kind === 'enquiry' ? 'enquiry' : 'general';
}

/** A rating counts as satisfied when the mean of its three stars is 4 or more. Source of the rate 满意率. */
export function isSatisfied(stars: { outcome: number; attitude: number; speed: number }): boolean {
  return stars.outcome + stars.attitude + stars.speed >= 12;
}

/** The number of a case: 2026-1119-0127 for the 127th of that local day. */
export function caseNumber(day: string, serial: number): string {
  const [year, month, date] = day.split('-');
  return `${year}-${month}${date}-${String(serial).padStart(4, '0')}`;
}
