# The same question for jaq or jq: `--slurpfile known KEYS.json` or CLAIMS.json, over DEPLOY.json.
def keys_of:
  if (.[0] | type) == "string" then .[]
  else
    .[]
    | select(.statement == "in-scope" and .regions == "" and .conditions == "")
    | .service + "|" + .cloud + "|" + .standard + (if .level == "" then "" else "@" + .level end)
  end;

reduce ($known[0] | keys_of) as $key ({}; .[$key] = true)
| . as $keys
| $deployment[0]
| reduce (.services[] | (.service + "|" + .cloud + "|") + .requires[]) as $key (0; if $keys[$key] then . else . + 1 end)
