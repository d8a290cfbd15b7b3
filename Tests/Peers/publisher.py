"""An independent MQTT client (Eclipse Paho) against ours.

publisher.py PORT AUTHORITY TIME   publishes plates and values over TLS with QoS 1, ends when all are
                                   acknowledged by the broker
publisher.py PORT AUTHORITY watch TOPIC   prints every word on a topic with "kept" or "live"
"""
import json
import sys

import cbor2
import paho.mqtt.client as mqtt

port, authority, what = int(sys.argv[1]), sys.argv[2], sys.argv[3]
client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, client_id=f"paho-{what[:8]}")
client.tls_set(ca_certs=authority)
if what == "watch":

    def heard(_client, _data, message):
        state = "kept" if message.retain else "live"
        print(state, message.payload.decode(), flush=True)

    client.on_connect = lambda c, *_: c.subscribe(sys.argv[4], qos=1)
    client.on_subscribe = lambda *_: print("listening", flush=True)
    client.on_message = heard
    client.connect("localhost", port)
    client.loop_forever()

client.connect("localhost", port)
client.loop_start()
now = int(what)
senml = [{"bn": "yard:", "bt": now, "n": "pit", "u": "%RH", "v": 41.5}]
cbor = [{-2: "yard:", -3: now, 0: "gas", 1: "ppm", 2: 7}]
plate = {"type": "lpr", "id": "1", "plate": "沪A 12-345", "score": 0.91, "camera": "gate",
         "timestamp": now}
sent = [
    ("paho/plain", b"23.40"),
    ("paho/json", json.dumps({"t": {"air": -4.5}}).encode()),
    ("paho/senml", json.dumps(senml).encode()),
    ("paho/cbor", cbor2.dumps(cbor)),
    ("frigate/tracked_object_update", json.dumps(plate).encode()),
    ("frigate/tracked_object_update", json.dumps({**plate, "plate": "B WH 4711"}).encode()),
]
for topic, payload in sent:
    client.publish(topic, payload, qos=1).wait_for_publish(10)
print("published", len(sent), flush=True)
client.loop_stop()
client.disconnect()
