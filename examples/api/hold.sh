#!/usr/bin/env bash
# Usage: examples/api/hold.sh http://HOST:PORT TOKEN EMOTION [SECONDS]
#
# Holds an emotion for so many seconds (10), shows the moods meanwhile, and gives the mood back to the
# room, whatever ends it. Needs curl.
set -euo pipefail
server=${1:?the address of the desk}
token=${2:?the token of the link that the show printed}
emotion=${3:?an emotion, such as happiness}
seconds=${4:-10}

api() { # METHOD PATH [BODY]
    curl --fail --silent --show-error --request "$1" \
        --header "Authorization: Bearer $token" --header 'Content-Type: application/json' \
        ${3+--data "$3"} "$server/api/v1/$2"
}

trap 'api DELETE mood' EXIT
api PUT mood "{\"emotion\":\"$emotion\",\"strength\":0.8}"
for ((second = 0; second < seconds; second++)); do
    api GET mood
    echo
    sleep 1
done
