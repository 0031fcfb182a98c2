import { demoFile, departmentBook, type Scene } from '../../people/index.ts';
import { answerItem, takeItem } from '../exchange/act-on-item.ts';
import type { Direction } from '../exchange/exchange.rules.ts';
import { openOrganisations } from '../exchange/organisations.ts';
import { type SayInput, say } from '../exchange/say.ts';

type DemoItem = {
  organisation: string;
  direction: Direction;
  kind: SayInput['kind'];
  title: string;
  body: string;
  department: string;
  by: string;
  daysAgo: number;
  dueIn?: number;
  taken?: { by: string; daysAgo: number; answer: string };
};

/** News and needs between organisations and the city. */
export async function seedExchange(scene: Scene): Promise<void> {
  const { k, actor } = scene;
  const departments = await departmentBook(k);
  const told = await demoFile<{ key: string; name: string }[]>(k, 'register/organisations.json');
  const names = new Map(told.map(({ key, name }) => [key, name]));
  const organisations = new Map((await openOrganisations(k)).map(({ id, name }) => [name, id]));
  for (const given of await demoFile<DemoItem[]>(k, 'register/exchange.json')) {
    const organisationId = organisations.get(names.get(given.organisation) ?? '') ?? '';
    scene.on(given.daysAgo);
    const id = await say(k, actor(given.by), organisationId, given.direction, {
      kind: given.kind,
      title: given.title,
      body: given.body,
      dueOn: given.dueIn ? scene.day(-given.dueIn) : '',
      departmentId: departments.byCode(given.department)?.id ?? '',
    });
    if (!given.taken) continue;
    scene.on(given.taken.daysAgo);
    await takeItem(k, actor(given.taken.by), id);
    await answerItem(k, actor(given.taken.by), id, { body: given.taken.answer });
  }
}
