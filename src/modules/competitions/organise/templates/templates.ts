import type { Format, Mode, StageKind } from '../../competitions.rules.ts';

/** A criterion of a template: its name is `competitions.organise.template.criterion.<id>`. */
type TemplateCriterion = readonly [id: string, weight: number];

/** A stage of a template. Words in it are message keys under `competitions.organise.template.`. */
export type TemplateStage = {
  kind: StageKind;
  /** instead of the usual name of its kind: `stage.<title>` */
  title?: string;
  /** days it lasts, the first and the last counted; of a notice, working days */
  days: number;
  /** begins with the stage before it instead of after it */
  beside?: boolean;
  settings?: Readonly<Record<string, unknown>>;
  criteria?: readonly TemplateCriterion[];
  /** `role.<id>` */
  teamRoles?: readonly string[];
  /** `level.<id>` and how many places */
  levels?: readonly (readonly [id: string, places: number])[];
};

export type Template = {
  mode: Mode;
  /** `category.<id>` */
  categories: readonly string[];
  stages: readonly TemplateStage[];
};

const notice: TemplateStage = { kind: 'announcement', days: 5, settings: { workdays: 5 } };

const topTen: Template = {
  mode: 'award',
  categories: ['writing', 'short_video', 'commentary', 'streamer', 'account', 'charity'],
  stages: [
    {
      kind: 'entry',
      days: 30,
      settings: { ways: ['self', 'nominated', 'organisation'], media: ['image', 'document', 'link'], perPerson: 2 },
    },
    { kind: 'screening', days: 10, settings: { mendDays: 3 } },
    {
      kind: 'jury',
      days: 14,
      settings: { weight: 70, advances: 20 },
      criteria: [
        ['quality', 40],
        ['reach', 30],
        ['benefit', 30],
      ],
    },
    {
      kind: 'ballot',
      days: 10,
      settings: { weight: 30, who: 'phone', form: 'up_to', most: 10, scope: 'category' },
    },
    notice,
    {
      kind: 'results',
      days: 30,
      levels: [
        ['top_ten', 10],
        ['nominated', 10],
      ],
    },
  ],
};

const tradeShow: Template = {
  mode: 'showcase',
  categories: ['food', 'handicraft', 'digital', 'service'],
  stages: [
    {
      kind: 'entry',
      days: 20,
      settings: {
        ways: ['self', 'organisation'],
        media: ['image', 'video', 'document', 'link'],
        perPerson: 3,
        mostFiles: 12,
      },
    },
    { kind: 'screening', days: 7, settings: { mendDays: 3 } },
    { kind: 'results', days: 30 },
  ],
};

const essay: Template = {
  mode: 'award',
  categories: ['adults', 'students'],
  stages: [
    {
      kind: 'entry',
      days: 45,
      settings: { ways: ['self'], media: ['document', 'image'], mostFiles: 3, perPerson: 2, lateHours: 12 },
    },
    { kind: 'screening', days: 7, settings: { mendDays: 3 } },
    {
      kind: 'jury',
      days: 14,
      settings: { weight: 100, blind: true, jurorsPerEntry: 5 },
      criteria: [
        ['theme', 30],
        ['writing', 40],
        ['originality', 30],
      ],
    },
    notice,
    {
      kind: 'results',
      days: 30,
      levels: [
        ['first', 1],
        ['second', 3],
        ['third', 5],
        ['merit', 10],
      ],
    },
  ],
};

const shortFilm: Template = {
  mode: 'award',
  categories: ['fiction', 'documentary', 'animation'],
  stages: [
    {
      kind: 'entry',
      days: 40,
      settings: {
        ways: ['self', 'team', 'organisation'],
        media: ['video', 'image', 'link', 'document'],
        mostFiles: 6,
        mostInTeam: 20,
        lateHours: 12,
      },
      teamRoles: ['director', 'script', 'camera', 'editing', 'actor'],
    },
    { kind: 'screening', days: 7, settings: { mendDays: 3 } },
    {
      kind: 'jury',
      days: 14,
      settings: { weight: 60, advances: 20 },
      criteria: [
        ['story', 40],
        ['craft', 30],
        ['originality', 30],
      ],
    },
    {
      kind: 'ballot',
      days: 10,
      settings: { weight: 40, who: 'phone', form: 'up_to', most: 3, scope: 'category' },
    },
    notice,
    {
      kind: 'results',
      days: 30,
      levels: [
        ['best', 1],
        ['excellent', 3],
        ['merit', 6],
      ],
    },
  ],
};

const gala: Template = {
  mode: 'award',
  categories: ['song_dance', 'opera', 'spoken', 'online'],
  stages: [
    {
      kind: 'entry',
      days: 30,
      settings: {
        ways: ['self', 'team', 'organisation'],
        media: ['video', 'audio', 'link', 'document'],
        mostFiles: 6,
        mostInTeam: 50,
      },
      teamRoles: ['lead', 'director', 'performer', 'accompaniment'],
    },
    { kind: 'screening', days: 7, settings: { mendDays: 2 } },
    {
      kind: 'jury',
      title: 'gala_first',
      days: 7,
      settings: { weight: 40, advances: 10 },
      criteria: [
        ['performance', 50],
        ['fit', 50],
      ],
    },
    {
      kind: 'pitch',
      title: 'gala_rehearsal',
      days: 2,
      settings: { weight: 60, pitchMinutes: 8, questionMinutes: 2 },
      criteria: [
        ['performance', 60],
        ['staging', 40],
      ],
    },
    notice,
    {
      kind: 'results',
      days: 30,
      levels: [
        ['on_stage', 4],
        ['reserve', 2],
      ],
    },
  ],
};

const startUp: Template = {
  mode: 'award',
  categories: ['young', 'growing'],
  stages: [
    {
      kind: 'entry',
      days: 40,
      settings: { ways: ['team', 'organisation'], media: ['document', 'image', 'link', 'video'], perPerson: 1 },
      teamRoles: ['lead', 'technology', 'market', 'finance'],
    },
    { kind: 'screening', days: 7, settings: { mendDays: 3 } },
    {
      kind: 'jury',
      title: 'paper_round',
      days: 10,
      settings: { weight: 20, advances: 20, blind: true, jurorsPerEntry: 5 },
      criteria: [
        ['product', 35],
        ['market', 35],
        ['team', 30],
      ],
    },
    {
      kind: 'pitch',
      title: 'semi_final',
      days: 2,
      settings: { weight: 30, advances: 8, pitchMinutes: 5, questionMinutes: 5 },
      criteria: [
        ['product', 30],
        ['market', 30],
        ['team', 20],
        ['presentation', 20],
      ],
    },
    {
      kind: 'pitch',
      title: 'final',
      days: 1,
      settings: { weight: 50, pitchMinutes: 8, questionMinutes: 7 },
      criteria: [
        ['product', 30],
        ['market', 30],
        ['team', 20],
        ['presentation', 20],
      ],
    },
    notice,
    {
      kind: 'results',
      days: 30,
      levels: [
        ['first', 1],
        ['second', 2],
        ['third', 3],
      ],
    },
  ],
};

const blank: Template = {
  mode: 'showcase',
  categories: [],
  stages: [
    { kind: 'entry', days: 30 },
    { kind: 'results', days: 30 },
  ],
};

/** What an organiser can begin with. Everything in it can be changed before the competition is opened. */
export const templates: Readonly<Record<Format, Template>> = {
  top_ten: topTen,
  trade_show: tradeShow,
  essay,
  short_film: shortFilm,
  gala,
  start_up: startUp,
  blank,
};
