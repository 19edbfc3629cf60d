"""Exit 0 when both servers answer; say which one does not."""

import sys

import psycopg
import redis


def main(database: str, broker: str) -> int:
    try:
        psycopg.connect(database.replace("postgres://", "postgresql://"), connect_timeout=5).close()
        redis.Redis.from_url(broker, socket_connect_timeout=5).ping()
    except (psycopg.Error, redis.RedisError) as error:
        print(f"no answer: {error}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
