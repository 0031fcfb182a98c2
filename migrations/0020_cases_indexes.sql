-- Found by running every page over a million cases (bin/bench cases).

-- Rounds by the day on which they began: the roll-up makes one day anew at a time.
create index case_opened_idx on cases.case ((coalesce(round_opened_at, submitted_at)), id);
-- Days on which something is still running out, which every roll-up makes anew.
create index day_figure_running_idx on cases.day_figure (day) where pending > 0 or sign_pending > 0 or contact_pending > 0;

-- Public answers of the last days: the home page counts them and shows the latest.
create index case_answered_idx on cases.case (reviewed_at desc, id)
  where not confidential and not hidden and state not in ('submitted', 'withdrawn') and (accepted_at is not null or state in ('declined', 'archived'));

-- What the leaders' overview asks for: what runs and when it is due, and who was not content.
create index case_running_idx on cases.case (due_at, id) include (lead_department_id)
  where closed_at is null and reviewed_at is null and state not in ('merged', 'declined', 'withdrawn', 'ended', 'archived', 'closed');
create index rating_unhappy_idx on cases.rating (at desc, id) where not solved or outcome + attitude + speed < 12;
