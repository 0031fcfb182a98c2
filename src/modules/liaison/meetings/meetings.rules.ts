/** 联席会议 joint conference, 网站月会 monthly site meeting. */
export const seriesKinds = ['joint_conference', 'site_meeting', 'other'] as const;
export const seriesRhythms = ['none', 'month', 'quarter', 'half_year', 'year'] as const;

/** planned → invited → held; one that does not take place is cancelled. Minutes: written once held, confirmed by the chair. */
export const meetingStates = ['planned', 'invited', 'held', 'cancelled'] as const;
export type MeetingState = (typeof meetingStates)[number];

export const attendances = ['present', 'represented', 'excused', 'absent'] as const;
export type Attendance = (typeof attendances)[number];

export type MeetingAct =
  | 'change'
  | 'chair'
  | 'invite'
  | 'cancel'
  | 'hold'
  | 'agenda'
  | 'minutes'
  | 'confirm'
  | 'add_to_minutes'
  | 'decide'
  | 'attach';

const possible: Record<MeetingAct, readonly MeetingState[]> = {
  change: ['planned', 'invited'],
  chair: ['planned', 'invited', 'held'],
  invite: ['planned'],
  cancel: ['planned', 'invited'],
  hold: ['planned', 'invited'],
  agenda: ['planned', 'invited', 'held'],
  minutes: ['held'],
  confirm: ['held'],
  add_to_minutes: ['held'],
  decide: ['held'],
  attach: ['planned', 'invited', 'held'],
};

/** Confirmed minutes are added to, and nothing else of the meeting changes any more. */
export function isPossible(meeting: { state: MeetingState; confirmed: boolean }, act: MeetingAct): boolean {
  if (meeting.confirmed) return act === 'add_to_minutes';
  return act !== 'add_to_minutes' && possible[act].includes(meeting.state);
}
