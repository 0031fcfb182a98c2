import { z } from 'zod';
import { settingGroup } from './settings.ts';

const words = z.object({ 'zh-CN': z.string(), 'zh-TW': z.string().nullish(), en: z.string().nullish() });
const hours = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

// chinese: names a city starts from; its administrator changes them
/** Who runs this platform and how it looks; every page shows it. */
export const citySettings = settingGroup(
  'city',
  z.object({
    name: words.default({ 'zh-CN': '本市', en: 'our city' }),
    platformName: words.default({ 'zh-CN': '市民参与平台', en: 'Participation Platform' }),
    brand: words.default({ 'zh-CN': '同心', en: 'Tongxin' }),
    hotline: z.string().max(20).default('12345'),
    sponsor: words.default({ 'zh-CN': '', en: '' }),
    operator: words.default({ 'zh-CN': '', en: '' }),
    address: words.default({ 'zh-CN': '', en: '' }),
    hours: words.default({ 'zh-CN': '', en: '' }),
    /** id of an uploaded picture; the concentric circles without one */
    emblemFileId: z.string().optional(),
    primaryColour: z
      .string()
      .regex(/^#[0-9a-f]{6}$/i)
      .default('#0f4a4e'),
    accentColour: z
      .string()
      .regex(/^#[0-9a-f]{6}$/i)
      .default('#b5351d'),
    languages: z
      .array(z.enum(['zh-CN', 'zh-TW', 'en']))
      .min(1)
      .default(['zh-CN', 'zh-TW', 'en']),
    /** service time in which offices sign for what they are sent */
    serviceFrom: hours.default('09:00'),
    serviceUntil: hours.default('17:30'),
    serviceAlways: z.boolean().default(false),
    /** texts that the city answers for, as Markdown */
    texts: z.record(z.string(), words).default({}),
    /** words that the segmenter should keep whole: names of places */
    placeWords: z.array(z.string().max(30)).max(5000).default([]),
    /** set when the set-up wizard or the demo has been through */
    ready: z.boolean().default(false),
  }),
);
