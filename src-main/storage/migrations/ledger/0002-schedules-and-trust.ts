import type { Migration } from '../../migrate.ts'

/** Gives every pairing of 0.1 what a new one starts with: an hourly sync, and who is trusted for what. */
export const schedulesAndTrust: Migration = {
  version: 2,
  name: 'schedules and trust',
  sql: `
UPDATE pairings SET policy = json_set(policy, '$.schedule', '0 * * * *',
  '$.trusted', json('{"existence":"left","times":"left","assignment":"right","details":"left"}'));
`,
}
