import { demoFile } from '../people.demo.ts';
import { decideOnTeam } from '../teams/decide-team.ts';
import { answerRequest, askToJoin } from '../teams/join-team.ts';
import { setDeputy } from '../teams/lead-team.ts';
import { proposeTeam } from '../teams/propose-team.ts';
import { findTeam } from '../teams/team.queries.ts';
import { claimHours, decideHours } from '../teams/team-hours.ts';
import { personOf } from '../teams/team-person.queries.ts';
import { publishPost } from '../teams/team-posts.ts';
import { setTask, takeTask } from '../teams/team-tasks.ts';
import type { Purpose } from '../teams/teams.rules.ts';
import type { Scene } from './scene.ts';

type DemoTeam = {
  name: string;
  purpose: Purpose;
  about: string;
  leader: string;
  deputies: string[];
  members: string[];
  tasks: { title: string; text: string; place: string; wanted: number; daysAgo: number; taken: string[] }[];
  hours: [key: string, hours: number, daysAgo: number][];
  posts: { title: string; text: string; daysAgo: number }[];
};

/** Teams with their people, tasks, hours and posts; the last one waits for the secretariat. */
export async function seedTeams(scene: Scene): Promise<void> {
  const teams = await demoFile<DemoTeam[]>(scene.k, 'register/teams.json');
  for (const [index, team] of teams.entries()) await seedTeam(scene, team, 110 - index * 3);
}

async function seedTeam(scene: Scene, given: DemoTeam, foundedDaysAgo: number): Promise<void> {
  const { k, actor } = scene;
  const leader = actor(given.leader);
  scene.on(foundedDaysAgo);
  const { name, purpose, about } = given;
  const slug = await proposeTeam(k, leader, { name, purpose, about, shown: true, charter: 'yes' });
  scene.on(foundedDaysAgo - 2);
  await decideOnTeam(k, actor('secretary2'), slug, { decision: 'approve', reason: '' });
  const id = (await findTeam(k.db, slug))?.id ?? '';
  const personId = async (key: string) => (await personOf(k.db, id, actor(key).accountId))?.id ?? '';
  for (const [index, key] of [...given.deputies, ...given.members].entries()) {
    scene.on(foundedDaysAgo - 4 - index);
    await askToJoin(k, actor(key), slug, {});
    await answerRequest(k, leader, slug, await personId(key), { answer: 'yes' });
  }
  for (const key of given.deputies) await setDeputy(k, leader, slug, await personId(key), true);
  await seedTasks(scene, slug, given);
  await seedHours(scene, slug, given);
  for (const post of given.posts) {
    scene.on(post.daysAgo);
    await publishPost(k, leader, slug, { title: post.title, body: post.text });
  }
}

async function seedTasks(scene: Scene, slug: string, given: DemoTeam): Promise<void> {
  const { k, actor } = scene;
  for (const task of given.tasks) {
    const day = scene.day(task.daysAgo);
    scene.on(Math.max(task.daysAgo + 12, 1));
    const taskId = await setTask(k, actor(given.leader), slug, {
      title: task.title,
      about: task.text,
      place: task.place,
      day,
      from: '18:30',
      until: '20:30',
      places: task.wanted,
    });
    for (const key of task.taken) await takeTask(k, actor(key), slug, taskId);
  }
}

/** Hours are confirmed by the leader; the newest of them still wait. */
async function seedHours(scene: Scene, slug: string, given: DemoTeam): Promise<void> {
  const { k, actor } = scene;
  for (const [key, hours, daysAgo] of given.hours) {
    scene.on(daysAgo - 1);
    const id = await claimHours(k, actor(key), slug, { day: scene.day(daysAgo), hours });
    if (daysAgo < 9) continue;
    scene.on(daysAgo - 2);
    await decideHours(k, actor(given.leader), slug, id, { decision: 'confirm' });
  }
}
