-- What answers come to, counted as they come in and off the request path. All of it can be counted anew from surveys.response.
create table surveys.rollup (
  survey_id uuid primary key references surveys.survey (id),
  responses integer not null default 0 check (responses >= 0),
  -- counts on with every change: charts are cached by it
  revision integer not null default 0,
  updated_at timestamptz not null,
  -- what the public sees while the survey runs moves on only when a whole group has answered, so that no single answer
  -- can be told from the difference
  shown_responses integer not null default 0,
  shown jsonb not null default '[]'
);

-- How many answers say what, of all answers and of those that chose `by_value` at `by_question`. See results/README.md.
create table surveys.tally (
  survey_id uuid not null references surveys.survey (id),
  -- '': of all
  by_question text not null,
  by_value text not null,
  -- a question, a row of a matrix as `question/row`, or $way, $locale, $day, $hour, $seconds
  question text not null,
  -- asked: how many were; answered: how many did; value: how many said so; sum: of numbers
  kind text not null check (kind in ('asked', 'answered', 'value', 'sum')),
  value text not null,
  n double precision not null,
  primary key (survey_id, by_question, by_value, question, kind, value)
);

-- In how many written answers a word stands.
create table surveys.word (
  survey_id uuid not null references surveys.survey (id),
  question text not null,
  word text not null check (length(word) between 1 and 40),
  n integer not null,
  primary key (survey_id, question, word)
);
create index word_often_idx on surveys.word (survey_id, question, n desc, word);

-- Written answers that the conveners chose to quote: no other stands on a public page.
create table surveys.quote (
  survey_id uuid not null references surveys.survey (id),
  response_id uuid not null,
  question text not null,
  text text not null check (length(text) between 1 and 2000),
  chosen_by uuid,
  chosen_at timestamptz not null,
  primary key (survey_id, response_id, question)
);

-- What the conveners say about the results.
create table surveys.conclusion (
  survey_id uuid primary key references surveys.survey (id),
  text text not null check (length(text) between 1 and 10000),
  written_by uuid,
  written_at timestamptz not null
);
