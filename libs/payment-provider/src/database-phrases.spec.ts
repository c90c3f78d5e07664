import { inLanguage } from '@eureka-nest/common-api/nest';
import { databasePhrases } from './database-phrases.js';
import { DatabaseDownError, StatementRefusedError } from './errors.js';
import { fullHint, lockedHint } from './persistence/database.js';

describe('an error of the database in Chinese', () => {
  it.each([
    [
      new DatabaseDownError('ECONNREFUSED 127.0.0.1:3306'),
      '支付数据库不可用（ECONNREFUSED 127.0.0.1:3306）：它在运行吗？服务提供者会自动重连',
    ],
    [
      new StatementRefusedError('SQLITE_FULL: database or disk is full', fullHint),
      '支付数据库拒绝执行这条语句（SQLITE_FULL: database or disk is full）：是磁盘已满，还是数据库只读？查询不受影响',
    ],
    [
      new StatementRefusedError('SQLITE_BUSY: database is locked', lockedHint),
      '支付数据库拒绝执行这条语句（SQLITE_BUSY: database is locked）：数据库文件被另一个进程锁住：是否正在备份，或打开了 SQLite 命令行？',
    ],
  ])('%#', (error, expected) => {
    expect(inLanguage('zh', error.message, databasePhrases)).toBe(expected);
  });
});
